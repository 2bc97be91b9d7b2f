package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.core.build.tool.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Maven that builds an app: its own wrapper, or this machine's.
 *
 * @param program what is run
 * @param identity changes when another Maven is run
 * @param home this machine's Maven, whose settings count; where it usually is if it is not there
 */
record MavenTool(List<String> program, String identity, Path home) {
  private static final Path USUAL_HOME = Path.of("/usr/share/maven");
  private static final String WRAPPER = "mvnw";
  private static final String WRAPPER_PROPERTIES = ".mvn/wrapper/maven-wrapper.properties";
  private static final String WRAPPER_JAR = ".mvn/wrapper/maven-wrapper.jar";

  static MavenTool of(Path app, Path cache) throws IOException {
    Path wrapper = app.resolve(WRAPPER);
    String properties = SourceText.of(app, WRAPPER_PROPERTIES);
    if (Files.isRegularFile(wrapper) && !properties.isEmpty()) {
      readyWrapper(wrapper);
      restoreJar(app, cache);
      // The script finds its properties beside itself, by a name that must have a slash.
      return new MavenTool(
          List.of("sh", "./" + WRAPPER), "wrapper " + properties.hashCode(), machineHome());
    } else if (Tools.find("mvn").isPresent()) {
      return new MavenTool(List.of("mvn"), Tools.version("mvn"), machineHome());
    }
    throw new BuildFailedException(
        "mvn not found: install maven on the machine that compiles, or add the Maven wrapper to the"
            + " app (mvn wrapper:wrapper)");
  }

  boolean isWrapper() {
    return !program.equals(List.of("mvn"));
  }

  /** {@code bin/mvn} is a link into Maven's folder. */
  private static Path machineHome() throws IOException {
    var program = Tools.find("mvn");
    if (program.isEmpty()) {
      return USUAL_HOME;
    }
    @Nullable Path bin = program.get().toRealPath().getParent();
    @Nullable Path home = bin == null ? null : bin.getParent();
    return home == null ? USUAL_HOME : home;
  }

  /** As the developers of Windows commit it, no shell can read it. */
  private static void readyWrapper(Path wrapper) throws IOException {
    String script = Files.readString(wrapper);
    if (script.contains("\r\n")) {
      Files.writeString(wrapper, script.replace("\r\n", "\n"));
    }
  }

  /** Older wrappers fetch a jar into the app's folder, which is another one at the next build. */
  private static void restoreJar(Path app, Path cache) throws IOException {
    Path jar = app.resolve(WRAPPER_JAR);
    Path kept = cache.resolve("maven-wrapper.jar");
    if (!Files.exists(jar) && Files.exists(kept)) {
      Files.copy(kept, jar, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  void keepJar(Path app, Path cache) throws IOException {
    Path jar = app.resolve(WRAPPER_JAR);
    if (isWrapper() && Files.isRegularFile(jar)) {
      Files.copy(jar, cache.resolve("maven-wrapper.jar"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
