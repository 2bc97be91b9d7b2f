package dev.dynogrid.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

/** What all contracts share: bounded waits, and failures that name their rule. */
@ExtendWith(RuleReport.class)
abstract class Contract {
  private static final long PAUSE_MILLIS = 3;

  /** Only classes of this package are contracts. */
  Contract() {}

  /**
   * How long the provider may take for what it does in the background, such as booting a dyno or a
   * host: 20 s unless overridden. No test ends later than six times that.
   */
  protected Duration patience() {
    return Duration.ofSeconds(20);
  }

  /**
   * How long a call may take that accepts something and returns without waiting for it: 2 s unless
   * overridden, which is generous, so that busy machines do not fail.
   */
  protected Duration promptness() {
    return Duration.ofSeconds(2);
  }

  /** Looks until it sees what is wanted, and returns it. */
  final <T> T eventually(String wantedText, Supplier<T> look, Predicate<T> wanted) {
    long end = System.nanoTime() + patience().toNanos();
    T seen = look.get();
    while (!wanted.test(seen)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "within " + patience() + " there should be: " + wantedText + "; there was: " + seen);
      }
      pause();
      seen = look.get();
    }
    return seen;
  }

  /** Looks until it holds. */
  final void eventually(String wantedText, Supplier<Boolean> state) {
    eventually(wantedText, state, holds -> holds);
  }

  /** Between two looks at a state. */
  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }

  /** Makes a call that accepts something: it must be back promptly. */
  final void promptly(String call, Runnable action) {
    long begin = System.nanoTime();
    action.run();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    assertThat(took)
        .as("time that %s took, which accepts and does not wait", call)
        .isLessThan(promptness());
  }

  /** The exact refusal of what a provider has not: UNSUPPORTED, and the name of what it lacks. */
  final void assertRefused(Enum<?> capability, String call, ThrowingCallable action) {
    Throwable thrown = catchThrowable(action);
    assertThat(thrown)
        .as("what %s throws, since the provider has not %s", call, capability)
        .isInstanceOf(DynogridException.class);
    assertThat(((DynogridException) thrown).code())
        .as("code of what %s throws: %s", call, thrown)
        .isEqualTo(ErrorCode.UNSUPPORTED);
    assertThat(thrown.getMessage())
        .as("message of what %s throws: it names the capability that is missing", call)
        .contains(capability.name());
  }

  /** Runs calls at once, as many threads as there are calls, and returns what they gave. */
  final <T extends @Nullable Object> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size(), Contract::daemon);
    try {
      List<T> all = new ArrayList<>();
      long end = System.nanoTime() + patience().toNanos();
      List<Future<T>> running = new ArrayList<>();
      calls.forEach(call -> running.add(threads.submit(call)));
      for (Future<T> one : running) {
        all.add(one.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS));
      }
      return all;
    } catch (ExecutionException e) {
      throw new AssertionError("a call beside others threw " + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** The same call by many threads at once. */
  final <T extends @Nullable Object> List<T> atOnce(int threads, Callable<T> call)
      throws Exception {
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      calls.add(call);
    }
    return atOnce(calls);
  }

  static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "dynogrid-tck-beside");
    thread.setDaemon(true);
    return thread;
  }
}
