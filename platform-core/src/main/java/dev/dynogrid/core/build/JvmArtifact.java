package dev.dynogrid.core.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A jar or war that a build has made.
 *
 * @param path relative to the app
 * @param mainClass of its manifest; empty if it names none
 * @param namesOthers whether its manifest names the jars that it needs
 * @param springBoot whether Spring Boot's loader runs it
 */
record JvmArtifact(String path, String mainClass, boolean namesOthers, boolean springBoot) {
  private static final String LOADER = "org.springframework.boot.loader.";

  static JvmArtifact read(Path app, Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
      String mainClass = value(main, Attributes.Name.MAIN_CLASS);
      return new JvmArtifact(
          app.relativize(file).toString(),
          mainClass,
          !value(main, Attributes.Name.CLASS_PATH).isEmpty(),
          mainClass.startsWith(LOADER));
    }
  }

  private static String value(Attributes attributes, Attributes.Name name) {
    String value = attributes.getValue(name);
    return value == null ? "" : value.strip();
  }

  boolean runs() {
    return !mainClass.isEmpty();
  }

  boolean isWar() {
    return path.endsWith(".war");
  }

  boolean isQuarkus() {
    return path.endsWith("/quarkus-run.jar") || mainClass.startsWith("io.quarkus.");
  }
}
