package dev.dynogrid.benchmarks.mesh;

import java.io.IOException;

/**
 * What a load cost a proxy.
 *
 * @param micros CPU time of its process a request, in microseconds
 * @param requestsPerSecond that it answered
 * @param othersPercent of the machine's CPU time that went to processes that have no part in this
 */
record Cost(double micros, double requestsPerSecond, double othersPercent) {
  static Cost measure(Server proxy, String path, int connections, int seconds)
      throws IOException, InterruptedException {
    ProcessHandle ours = ProcessHandle.current();
    ProcessHandle process = proxy.process().toHandle();
    double machineBefore = CpuTime.machineMicros();
    double oursBefore = CpuTime.micros(ours);
    double before = CpuTime.micros(process);
    Wrk run = Wrk.run(proxy.port(), path, connections, seconds);
    double used = CpuTime.micros(process) - before;
    double machine = CpuTime.machineMicros() - machineBefore;
    double others = machine - (CpuTime.micros(ours) - oursBefore);
    return new Cost(
        used / run.requests(), (double) run.requests() / seconds, 100 * others / machine);
  }
}
