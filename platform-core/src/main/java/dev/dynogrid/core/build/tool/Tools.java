package dev.dynogrid.core.build.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The programs of this machine that builds use. */
public final class Tools {
  private static final String USUAL_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private Tools() {}

  /** Where programs are looked for; the JDK's own come last. */
  public static String searchPath() {
    return System.getenv().getOrDefault("PATH", USUAL_PATH)
        + ":"
        + System.getProperty("java.home")
        + "/bin";
  }

  /** The program of this name that would be started; empty if there is none. */
  public static Optional<Path> find(String program) {
    for (String directory : searchPath().split(":")) {
      Path path = Path.of(directory, program);
      if (!directory.isEmpty() && Files.isExecutable(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  /** What changes when the program does, without running it. */
  public static String version(String program) {
    return find(program).map(Tools::fingerprint).orElse("none");
  }

  private static String fingerprint(Path program) {
    try {
      Path real = program.toRealPath();
      return real + " " + Files.size(real) + " " + Files.getLastModifiedTime(real).toMillis();
    } catch (IOException e) {
      return program + " unreadable";
    }
  }
}
