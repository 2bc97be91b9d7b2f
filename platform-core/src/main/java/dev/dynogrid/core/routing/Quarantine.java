package dev.dynogrid.core.routing;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps requests away from a dyno that took no connection, until the mesh's own probe connects:
 * after 5 s, and then after times that grow by half, 30 s at most.
 */
final class Quarantine {
  private static final int MOST_TIMES_LONGER = 6;

  private final Target target;
  private final long firstNanos;
  private final AtomicBoolean held = new AtomicBoolean();

  Quarantine(Target target, Duration first) {
    this.target = target;
    this.firstNanos = first.toNanos();
  }

  boolean holds() {
    return held.get();
  }

  /** Begins, unless it has; returns whether it did. */
  boolean begin(Worker worker) {
    if (!held.compareAndSet(false, true)) {
      return false;
    }
    probeIn(worker, firstNanos);
    return true;
  }

  private void probeIn(Worker worker, long nanos) {
    Channels.later(worker.loop(), () -> probe(worker, nanos), nanos);
  }

  private void probe(Worker worker, long waited) {
    if (worker.isClosing()) {
      return;
    }
    if (target.load().isRetired() && target.load().inFlight() == 0) {
      held.set(false); // nobody asks any more; should it come back, it starts anew
      return;
    }
    worker
        .connect(
            target.address(), target.pool().connectTimeout(), new ChannelInboundHandlerAdapter())
        .addListener(
            (ChannelFuture done) -> {
              if (done.isSuccess()) {
                end(done.channel());
              } else {
                probeIn(worker, Math.min(waited + waited / 2, firstNanos * MOST_TIMES_LONGER));
              }
            });
  }

  private void end(Channel probe) {
    held.set(false);
    target.reachable(probe);
  }
}
