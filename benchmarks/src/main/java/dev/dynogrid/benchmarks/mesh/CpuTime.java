package dev.dynogrid.benchmarks.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel has counted of a process and its children; times in microseconds. */
final class CpuTime {
  /** {@code USER_HZ}, the same on every Linux that Java runs on. */
  private static final double TICKS_A_SECOND = 100;

  private static final double MICROS_A_SECOND = 1e6;
  private static final int USER = 11;
  private static final int SYSTEM_OF_CHILDREN = 14;
  private static final int IDLE = 4;
  private static final int WAITING = 5;
  private static final int STOLEN = 8;
  private static final int RESIDENT_PAGES = 1;
  private static final int PAGE_KILOBYTES = 4;

  private CpuTime() {}

  /** User and system time since they started, of all threads, and of children that ended. */
  static double micros(ProcessHandle process) throws IOException {
    double ticks = 0;
    for (ProcessHandle one : tree(process)) {
      String stat = read(one, "stat");
      if (!stat.isEmpty()) {
        // The name, in parentheses, may hold anything; what follows are numbers.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        for (int i = USER; i <= SYSTEM_OF_CHILDREN; i++) {
          ticks += Double.parseDouble(fields[i]);
        }
      }
    }
    return ticks / TICKS_A_SECOND * MICROS_A_SECOND;
  }

  /**
   * What the threads have used whose names begin like this.
   *
   * @param system of that, what the kernel used for them
   */
  record Threads(double all, double system) {}

  /** User and system time of some threads of a process. */
  static Threads threads(ProcessHandle process, String name) throws IOException {
    double user = 0;
    double system = 0;
    Path tasks = Path.of("/proc/" + process.pid() + "/task");
    try (Stream<Path> all = Files.list(tasks)) {
      for (Path task : all.toList()) {
        String stat = read(task.resolve("stat"));
        if (stat.contains("(" + name)) {
          String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
          user += Double.parseDouble(fields[USER]);
          system += Double.parseDouble(fields[USER + 1]);
        }
      }
    }
    double micros = MICROS_A_SECOND / TICKS_A_SECOND;
    return new Threads((user + system) * micros, system * micros);
  }

  /** Of the whole machine, also what other machines on its hardware took from it. */
  static double machineMicros() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
      String[] fields = lines.findFirst().orElseThrow().split(" +", -1);
      double ticks = 0;
      for (int i = 1; i <= STOLEN; i++) {
        ticks += i == IDLE || i == WAITING ? 0 : Double.parseDouble(fields[i]);
      }
      return ticks / TICKS_A_SECOND * MICROS_A_SECOND;
    }
  }

  /** Resident memory, in kB. */
  static long residentKilobytes(ProcessHandle process) throws IOException {
    String[] fields = read(process, "statm").split(" ", -1);
    return Long.parseLong(fields[RESIDENT_PAGES]) * PAGE_KILOBYTES;
  }

  private static List<ProcessHandle> tree(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants()).toList();
  }

  private static String read(ProcessHandle process, String file) throws IOException {
    return read(Path.of("/proc/" + process.pid() + "/" + file));
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return ""; // ended between the list and the look
    }
  }
}
