package dev.dynogrid.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class of tests if buffers have been lost, by it or by one before it. Applied to all
 * classes of the module.
 */
public final class NoLeaks implements AfterAllCallback {
  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    boolean ownBuffers = context.getRequiredTestClass().getPackageName().contains("routing");
    boolean endToEnd = context.getRequiredTestClass().getSimpleName().endsWith("IT");
    if (ownBuffers || endToEnd) {
      assertThat(LeakRecorder.reports()).as("buffers that were never released").isEmpty();
    }
  }
}
