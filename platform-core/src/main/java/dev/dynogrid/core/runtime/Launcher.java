package dev.dynogrid.core.runtime;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts every process that is not the platform's own, each under a shim. What a shim is to run,
 * the environment with it, is written to its standard input, so that none of it is in a process
 * list; and so that a shim can be there before it is known what for.
 */
final class Launcher implements AutoCloseable {
  private static final String SCRIPT = "shim.pl";

  private final String shell;
  private final SpareShims spares;

  private Launcher(String shell, SpareShims spares) {
    this.shell = shell;
    this.spares = spares;
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
    ProcessBuilder shim =
        new ProcessBuilder(find("perl"), script.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true);
    shim.environment().clear();
    return new Launcher(find("bash", "sh"), new SpareShims(shim::start));
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
    ShimOrder order =
        new ShimOrder(
            dynoDirectory,
            environment,
            "dyno",
            List.of(
                dynoDirectory.toString(), attached ? "attached" : "logged", Integer.toString(port)),
            command);
    Process shim = spares.take();
    order.writeTo(shim);
    shim.getOutputStream().close();
    shim.getInputStream().close();
  }

  /**
   * Starts a program of a build, whose shim ends it when its standard input is closed. Standard
   * error comes with standard output.
   */
  Process program(List<String> command, Path directory, Map<String, String> environment)
      throws IOException {
    ShimOrder order = new ShimOrder(directory, environment, "run", List.of(), command);
    Process process = spares.take();
    order.writeTo(process);
    return process;
  }

  /** Now is a good time to have a shim ready for the next start. */
  void prepare() {
    spares.prepare();
  }

  @Override
  public void close() {
    spares.close();
  }
}
