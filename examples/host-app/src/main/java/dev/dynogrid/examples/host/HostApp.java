package dev.dynogrid.examples.host;

import dev.dynogrid.api.Platform;
import dev.dynogrid.api.PlatformAddresses;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.core.Dynogrid;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The example platform: a complete small host on one machine, in the foreground. */
public final class HostApp {
  private static final int FAILED = 1;

  private HostApp() {}

  /** Runs until Ctrl-C or SIGTERM; see {@link Options#USAGE}. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && (arguments[0].equals("--help") || arguments[0].equals("-h"))) {
      System.out.print(Options.USAGE);
      return;
    }
    try {
      run(Options.parse(arguments));
    } catch (DynogridException | Options.UsageException | IllegalArgumentException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(FAILED);
    }
  }

  private static void run(Options options) throws IOException, InterruptedException {
    for (Path folder : options.deploys()) {
      GitPush.check(folder);
    }
    Dynogrid.Builder builder =
        Dynogrid.builder()
            .dataDirectory(options.data())
            .domain(options.domain())
            .listenAddress(options.listen())
            .port(options.port())
            .controlPort(options.controlPort())
            .createOnPush(true);
    options.buildpacks().forEach(builder::classicBuildpack);
    key().ifPresent(builder::apiKey);
    try (Platform platform = builder.build()) {
      AtomicBoolean failed = new AtomicBoolean();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(platform, failed), "dynogrid-end"));
      try {
        platform.start();
      } catch (RuntimeException e) {
        failed.set(true);
        throw e;
      }
      Path keyFile = options.data().toAbsolutePath().normalize().resolve("api-key");
      System.out.println(ready(platform.addresses(), keyFile));
      for (Path folder : options.deploys()) {
        new GitPush(platform.addresses(), keyFile).push(folder);
      }
      platform.awaitClose();
    }
  }

  private static Optional<String> key() {
    return Optional.ofNullable(System.getenv("DYNOGRID_API_KEY")).filter(key -> !key.isEmpty());
  }

  private static String ready(PlatformAddresses at, Path keyFile) {
    long sinceStart =
        System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    return "ready in "
        + sinceStart
        + " ms: apps at http://<app>."
        + at.domain()
        + ":"
        + at.mesh().port()
        + "/, git at http://"
        + at.control()
        + "/<app>.git, key in "
        + keyFile;
  }

  /**
   * A signal that asked for the end was heard: that is no failure, so the status is 0. A platform
   * that could not start has ended already, and its status stays.
   */
  private static void end(Platform platform, AtomicBoolean failed) {
    if (failed.get()) {
      return;
    }
    platform.close();
    System.out.println("stopped");
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
