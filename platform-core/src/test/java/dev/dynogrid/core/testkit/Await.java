package dev.dynogrid.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

/** Waits for states, with a deadline. */
public final class Await {
  private static final long LIMIT_SECONDS = 30;
  private static final long PAUSE_MILLIS = 10;

  private Await() {}

  /** A state. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Returns once the condition holds, and fails if it does not within 30 s. */
  public static void until(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("%s within %s s", what, LIMIT_SECONDS).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }
}
