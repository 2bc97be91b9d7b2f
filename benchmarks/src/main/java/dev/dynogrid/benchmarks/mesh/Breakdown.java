package dev.dynogrid.benchmarks.mesh;

import java.io.IOException;
import java.util.Locale;

/** Where the CPU time of a request goes: the kernel, parts of the mesh, the JVM's own threads. */
final class Breakdown {
  /** The names of the threads that carry requests, as far as the kernel keeps them. */
  private static final String THREADS = "dynogrid-mesh";

  private static final int SECONDS = 6;

  private Breakdown() {}

  static void print(MeshProcess mesh, String path, String size, int connections)
      throws IOException, InterruptedException {
    ProcessHandle process = mesh.server().process().toHandle();
    double allBefore = CpuTime.micros(process);
    CpuTime.Threads before = CpuTime.threads(process, THREADS);
    long requests = Wrk.run(mesh.server().port(), path, connections, SECONDS).requests();
    CpuTime.Threads after = CpuTime.threads(process, THREADS);
    double all = (CpuTime.micros(process) - allBefore) / requests;
    double threads = (after.all() - before.all()) / requests;
    double kernel = (after.system() - before.system()) / requests;
    // Sampling costs more than a request does: it tells the shares of what was measured without.
    mesh.say("profile " + SECONDS);
    Wrk.run(mesh.server().port(), path, connections, SECONDS);
    System.out.printf(Locale.ROOT, "%nWhere the mesh's %.1f µs of a request go, %s%n", all, size);
    line("kernel: sockets and polls", kernel);
    for (String part : mesh.answer().split("\\|", -1)) {
      String[] shared = part.split("=", 2);
      line(shared[0], (threads - kernel) * Double.parseDouble(shared[1]) / 100);
    }
    line("JVM: collector and compiler", all - threads);
  }

  private static void line(String part, double micros) {
    System.out.printf(Locale.ROOT, "  %-34s %8.2f%n", part, micros);
  }
}
