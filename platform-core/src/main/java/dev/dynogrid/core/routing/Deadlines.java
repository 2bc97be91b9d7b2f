package dev.dynogrid.core.routing;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * The deadlines of one worker: a wheel of linked lists, so that setting, moving and dropping one
 * costs a few nanoseconds; a request moves its deadline several times. They fire up to {@link
 * #TICK} late. Confined to the worker's thread.
 */
final class Deadlines {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int SLOTS = 1024;

  private final EventLoop loop;
  private final long start = System.nanoTime();
  private final Deadline[] slots = new Deadline[SLOTS];
  private long turnedTo;
  private int count;
  private boolean turning;

  Deadlines(EventLoop loop) {
    this.loop = loop;
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = Deadline.listHead();
    }
  }

  /** Makes it expire in {@code nanos} from now, whatever it was set to before. */
  void set(Deadline deadline, long nanos) {
    long now = now();
    deadline.at = now + nanos;
    long tick = deadline.at / TICK + 1;
    if (deadline.isLinked() && deadline.tick <= tick) {
      return; // a later time: seen when its slot comes
    }
    cancel(deadline);
    link(deadline, tick);
    if (!turning) {
      turning = true;
      turnedTo = now / TICK;
      next();
    }
  }

  /** Drops it. */
  void cancel(Deadline deadline) {
    if (deadline.isLinked()) {
      deadline.unlink();
      count--;
    }
  }

  private void link(Deadline deadline, long tick) {
    deadline.tick = tick;
    deadline.linkAfter(slots[(int) (tick % SLOTS)]);
    count++;
  }

  private void next() {
    Channels.later(loop, this::turn, TICK);
  }

  private void turn() {
    long nowTick = now() / TICK;
    long from = Math.max(turnedTo + 1, nowTick - SLOTS + 1);
    turnedTo = nowTick;
    try {
      for (long tick = from; tick <= nowTick; tick++) {
        expire(slots[(int) (tick % SLOTS)], nowTick);
      }
    } finally {
      turning = count > 0;
      if (turning) {
        next();
      }
    }
  }

  private void expire(Deadline head, long nowTick) {
    // What expires may set and cancel others of this list, so it is taken off before it is told.
    Deadline due = Deadline.listHead();
    head.moveAllTo(due);
    for (Deadline deadline = due.first(); deadline != null; deadline = due.first()) {
      deadline.unlink();
      count--;
      if (deadline.tick > nowTick) {
        link(deadline, deadline.tick);
      } else if (deadline.at > now()) {
        link(deadline, Math.max(deadline.at / TICK + 1, nowTick + 1));
      } else {
        deadline.expired();
      }
    }
  }

  private long now() {
    return System.nanoTime() - start;
  }
}
