package dev.dynogrid.tck;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Runs the tests of a contract: each ends within a bound, whatever the provider does, and a failure
 * says which rule is broken and why that matters. The rule is the one that the test's name begins
 * with.
 */
final class RuleReport implements InvocationInterceptor {
  /** A test waits for several things, each of which may take the contract's patience. */
  private static final int WAITS_PER_TEST = 6;

  private static final int FRAMES = 12;

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> test,
      ExtensionContext context)
      throws Throwable {
    try {
      bounded(invocation, context);
    } catch (TestAbortedException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(
          told(context.getRequiredTestClass(), test.getExecutable().getName(), e), e);
    }
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    bounded(invocation, context);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    bounded(invocation, context);
  }

  private static void bounded(Invocation<@Nullable Void> invocation, ExtensionContext context)
      throws Throwable {
    Duration bound = ((Contract) context.getRequiredTestInstance()).patience();
    long millis = bound.multipliedBy(WAITS_PER_TEST).toMillis();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    // No future: the pool of tests that run in parallel would grow while one is waited for.
    CountDownLatch end = new CountDownLatch(1);
    Thread thread = new Thread(() -> run(invocation, failure, end), "dynogrid-tck-test");
    thread.setDaemon(true);
    thread.start();
    if (!end.await(millis, TimeUnit.MILLISECONDS)) {
      String where = where(thread);
      thread.interrupt();
      throw new AssertionError("nothing came back for " + millis + " ms; the test was at" + where);
    }
    @Nullable Throwable thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
  }

  private static void run(
      Invocation<@Nullable Void> invocation,
      AtomicReference<@Nullable Throwable> failure,
      CountDownLatch end) {
    try {
      invocation.proceed();
    } catch (Throwable e) {
      failure.set(e);
    } finally {
      end.countDown();
    }
  }

  private static String where(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .limit(FRAMES)
        .map(frame -> "\n    " + frame)
        .collect(Collectors.joining());
  }

  private static String told(Class<?> contract, String test, Throwable seen) {
    String id = idOf(test);
    Optional<Rule> rule = find(contract, id);
    return rule.map(
                found ->
                    found.id()
                        + " is broken: "
                        + found.says()
                        + "\nWhy it matters: "
                        + found.why()
                        + "\nSeen: ")
            .orElse(id + " is broken.\nSeen: ")
        + (seen instanceof AssertionError ? seen.getMessage() : seen.toString());
  }

  /** {@code dr1_startAccepts} is a test of {@code DR-1}. */
  static String idOf(String test) {
    String prefix = test.substring(0, Math.max(0, test.indexOf('_')));
    return prefix.replaceFirst("(\\d+)$", "-$1").toUpperCase(Locale.ROOT);
  }

  private static Optional<Rule> find(Class<?> contract, String id) {
    for (Class<?> at = contract; at != null; at = at.getSuperclass()) {
      for (Rule rule : at.getDeclaredAnnotationsByType(Rule.class)) {
        if (rule.id().equals(id)) {
          return Optional.of(rule);
        }
      }
    }
    return Optional.empty();
  }
}
