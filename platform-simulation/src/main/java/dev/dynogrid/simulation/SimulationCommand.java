package dev.dynogrid.simulation;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * {@code bin/simulate grid}: runs days of a platform from seeds, and ends with status 1 at the
 * first guarantee that does not hold.
 */
public final class SimulationCommand {
  private static final String USAGE =
      "bin/simulate grid [--apps N] [--hosts N] [--hours N] [--seeds N] [--seed S] [--faults none]";

  private static final int BAR = 30;
  private static final int PERCENT = 100;

  private int apps = 1_000;
  private int hosts = 50;
  private int hours = 24;
  private int seeds = 1;
  private long seed = 1;
  private boolean faults = true;

  private SimulationCommand() {}

  /** Ends with the exception's stack trace and status 1 if a guarantee is broken. */
  public static void main(String[] arguments) {
    SimulationCommand command = new SimulationCommand();
    command.read(arguments);
    command.run(System.out, System.err);
  }

  private void read(String[] arguments) {
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw rejected(arguments[i]);
      }
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--apps" -> apps = Integer.parseInt(value);
        case "--hosts" -> hosts = Integer.parseInt(value);
        case "--hours" -> hours = Integer.parseInt(value);
        case "--seeds" -> seeds = Integer.parseInt(value);
        case "--seed" -> seed = Long.parseLong(value);
        case "--faults" -> faults = !value.equals("none");
        default -> throw rejected(arguments[i]);
      }
    }
  }

  private static IllegalArgumentException rejected(String argument) {
    return new IllegalArgumentException("argument: " + argument + " (expected: " + USAGE + ")");
  }

  private void run(PrintStream out, PrintStream err) {
    for (long one = seed; one < seed + seeds; one++) {
      Scenario day = Scenario.of(one, apps, hosts);
      Scenario scenario = (faults ? day : day.with(Faults.NONE)).lasting(Duration.ofHours(hours));
      Progress progress = new Progress(err, "seed " + one);
      try {
        SimulationReport report = GridSimulation.run(scenario, progress::show);
        progress.clear();
        out.println(report);
      } catch (BrokenInvariantException e) {
        progress.clear();
        out.println(
            "seed "
                + one
                + " "
                + e.getMessage()
                + "\nreplay: bin/simulate grid --apps "
                + apps
                + " --hosts "
                + hosts
                + " --hours "
                + hours
                + " --seed "
                + one);
        throw e;
      }
    }
    out.println("no guarantee broken: seeds " + seed + " to " + (seed + seeds - 1));
  }

  /** A bar on a terminal's line. */
  private static final class Progress {
    private final PrintStream err;
    private final String label;
    private int shown = -1;

    Progress(PrintStream err, String label) {
      this.err = err;
      this.label = label;
    }

    void show(double done) {
      int percent = (int) (done * PERCENT);
      if (percent != shown) {
        shown = percent;
        int filled = percent * BAR / PERCENT;
        err.printf(
            Locale.ROOT,
            "\r%s [%s%s] %3d %%",
            label,
            "=".repeat(filled),
            " ".repeat(BAR - filled),
            percent);
        err.flush();
      }
    }

    void clear() {
      err.print("\r" + " ".repeat(label.length() + BAR + 12) + "\r");
      err.flush();
    }
  }
}
