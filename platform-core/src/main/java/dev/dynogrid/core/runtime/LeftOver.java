package dev.dynogrid.core.runtime;

import dev.dynogrid.api.runtime.DynoExit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of a dyno whose shim has ended, in its directory and, if the shim was killed,
 * running.
 */
final class LeftOver {
  private static final Logger log = LoggerFactory.getLogger(LeftOver.class);

  private final Path directory;
  private final Path procfs;

  LeftOver(Path directory, Path procfs) {
    this.directory = directory;
    this.procfs = procfs;
  }

  /** What the shim had kept when the dyno ended. */
  List<ShimFrames.Frame.Output> output() {
    List<ShimFrames.Frame.Output> all = new ArrayList<>();
    Path file = directory.resolve("output");
    try {
      if (Files.exists(file)) {
        ShimFrames frames = new ShimFrames();
        frames.add(ByteBuffer.wrap(Files.readAllBytes(file)));
        for (Optional<ShimFrames.Frame> frame = frames.next();
            frame.isPresent();
            frame = frames.next()) {
          all.add((ShimFrames.Frame.Output) frame.get());
        }
      }
    } catch (IOException | RuntimeException e) {
      log.warn("the last output of the dyno in {} cannot be read: {}", directory, e.toString());
    }
    return all;
  }

  /** How the dyno ended; ends it if it has not. */
  DynoExit end(Instant now) {
    try {
      Path file = directory.resolve("exit");
      if (Files.exists(file)) {
        String[] parts = Files.readString(file).strip().split(" ");
        return ProcessDyno.exitOf(
            Integer.parseInt(parts[0]), parts[2], Instant.ofEpochMilli(Long.parseLong(parts[1])));
      }
      for (Identity identity : Identity.readFrom(directory)) {
        identity.alive(procfs).ifPresent(LeftOver::kill);
      }
    } catch (IOException | NumberFormatException e) {
      log.warn("how the dyno in {} ended cannot be read: {}", directory, e.toString());
    }
    return DynoExit.of(DynoExit.UNKNOWN_STATUS, now);
  }

  private static void kill(ProcessHandle root) {
    List<ProcessHandle> all;
    try (Stream<ProcessHandle> descendants = root.descendants()) {
      all = descendants.toList();
    }
    root.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
