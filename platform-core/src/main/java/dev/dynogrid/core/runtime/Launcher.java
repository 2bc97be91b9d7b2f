package dev.dynogrid.core.runtime;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts every process that is not the platform's own, each under a shim. The environment travels
 * by inheritance, so that it is in no process list.
 */
final class Launcher {
  private static final String SCRIPT = "shim.pl";

  private final Path shim;
  private final String perl;
  private final String shell;

  private Launcher(Path shim, String perl, String shell) {
    this.shim = shim;
    this.perl = perl;
    this.shell = shell;
  }

  /** Writes the shim into a directory, and finds what it needs. */
  static Launcher in(Path directory) {
    Path script = directory.resolve(SCRIPT);
    try (@Nullable InputStream source = Launcher.class.getResourceAsStream(SCRIPT)) {
      if (source == null) {
        throw new IllegalStateException("the library lacks its resource " + SCRIPT);
      }
      Files.createDirectories(directory);
      Path beside = Files.createTempFile(directory, "shim", ".new");
      Files.copy(source, beside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(
          beside, script, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.MISSING_PREREQUISITE, "cannot write " + script + ": " + e, e);
    }
    return new Launcher(script, find("perl"), find("bash", "sh"));
  }

  private static String find(String... programs) {
    for (String program : programs) {
      for (String directory : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":")) {
        Path path = Path.of(directory, program);
        if (Files.isExecutable(path)) {
          return path.toString();
        }
      }
    }
    throw new DynogridException(
        ErrorCode.MISSING_PREREQUISITE, programs[0] + " not found: install " + programs[0]);
  }

  /** The shell that reads Procfile lines. */
  String shell() {
    return shell;
  }

  /** Starts a dyno under a shim that outlives this process. */
  void dyno(
      Path dynoDirectory,
      boolean attached,
      int port,
      Map<String, String> environment,
      List<String> command)
      throws IOException {
    List<String> arguments =
        shim(
            "dyno",
            Stream.of(
                dynoDirectory.toString(), attached ? "attached" : "logged", Integer.toString(port)),
            command);
    ProcessBuilder builder = builder(arguments, environment, dynoDirectory);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(dynoDirectory.resolve("shim.log").toFile());
    builder.start();
  }

  /** Starts a program of a build, whose shim ends it when its standard input is closed. */
  Process program(List<String> command, Path directory, Map<String, String> environment)
      throws IOException {
    return builder(shim("run", Stream.of(), command), environment, directory)
        .redirectErrorStream(true)
        .start();
  }

  private List<String> shim(String mode, Stream<String> arguments, List<String> command) {
    List<String> all = new ArrayList<>(List.of(perl, shim.toString(), mode));
    arguments.forEach(all::add);
    all.addAll(command);
    return all;
  }

  private static ProcessBuilder builder(
      List<String> arguments, Map<String, String> environment, Path directory) {
    ProcessBuilder builder = new ProcessBuilder(arguments).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }
}
