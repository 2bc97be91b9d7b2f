package dev.dynogrid.core.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What tells one process from all others, also after its number was given to another and after a
 * reboot: boot id, number, start time.
 */
record Identity(String boot, long pid, String start) {
  private static final int START_TIME_AFTER_NAME = 19;

  /** The dyno's own process and its shim's, as the shim wrote them down. */
  static List<Identity> readFrom(Path directory) throws IOException {
    Path file = directory.resolve("identity");
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .map(line -> line.split(" "))
        .filter(parts -> parts.length == 3)
        .map(parts -> new Identity(parts[0], Long.parseLong(parts[1]), parts[2]))
        .toList();
  }

  /** The process if it still runs. */
  Optional<ProcessHandle> alive(Path procfs) {
    return ProcessHandle.of(pid).filter(handle -> isThis(procfs));
  }

  private boolean isThis(Path procfs) {
    try {
      String stat = ProcFile.read(procfs.resolve(pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      String bootNow = ProcFile.read(procfs.resolve("sys/kernel/random/boot_id")).strip();
      return boot.equals(bootNow) && start.equals(fields[START_TIME_AFTER_NAME]);
    } catch (IOException e) {
      // Without a procfs nothing tells a process from one that got its number: better leave it.
      return false;
    }
  }
}
