package dev.dynogrid.core.log;

import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.log.LogSink;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A sink of somebody else's, which may break its promise not to throw: that is said once. */
final class GuardedSink implements LogSink {
  private static final Logger log = LoggerFactory.getLogger(GuardedSink.class);

  private final LogSink sink;
  private final AtomicBoolean reported = new AtomicBoolean();

  GuardedSink(LogSink sink) {
    this.sink = sink;
  }

  @Override
  public void accept(LogLine line) {
    try {
      sink.accept(line);
    } catch (RuntimeException e) {
      if (reported.compareAndSet(false, true)) {
        log.warn("log sink {} failed; further failures are not reported", sink.getClass(), e);
      }
    }
  }
}
