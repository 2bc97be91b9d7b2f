package dev.dynogrid.benchmarks.mesh;

import java.io.IOException;
import java.util.Locale;

/** Ten minutes of load, and what the mesh holds meanwhile. */
final class Soak {
  private static final int MINUTES = 10;
  private static final int STEP_SECONDS = 30;
  private static final int CONNECTIONS = 64;
  private static final double MEGABYTE = 1024;
  private static final double ALLOWED_GROWTH = 1.10;

  private final MeshProcess mesh;

  Soak(MeshProcess mesh) {
    this.mesh = mesh;
  }

  void run() throws IOException, InterruptedException {
    System.out.printf(
        "%8s %12s %12s %14s %12s%n", "minute", "requests", "heap MB", "buffers MB", "RSS MB");
    int steps = MINUTES * 60 / STEP_SECONDS;
    double[] heap = new double[steps];
    double[] resident = new double[steps];
    for (int step = 0; step < steps; step++) {
      String path = step % 2 == 0 ? "/13" : "/16k";
      Wrk run = Wrk.run(mesh.server().port(), path, CONNECTIONS, STEP_SECONDS);
      double[] memory = mesh.ask("memory");
      heap[step] = memory[0];
      resident[step] = CpuTime.residentKilobytes(mesh.server().process().toHandle()) / MEGABYTE;
      System.out.printf(
          Locale.ROOT,
          "%8.1f %12d %12.1f %14.1f %12.1f%n",
          (step + 1) * STEP_SECONDS / 60.0,
          run.requests(),
          memory[0],
          memory[1],
          resident[step]);
    }
    report("heap", heap);
    report("resident", resident);
  }

  /** The end against the time after a fifth: what grows before is caches and compiled code. */
  private static void report(String what, double[] megabytes) {
    double growth = megabytes[megabytes.length - 1] / megabytes[megabytes.length / 5];
    System.out.printf(
        Locale.ROOT, "result mesh %s-growth=%.2f goal=%.2f%n", what, growth, ALLOWED_GROWTH);
  }
}
