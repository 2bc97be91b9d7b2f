package dev.dynogrid.core.log;

import dev.dynogrid.api.log.LogLine;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The log of one app: its newest lines, and those who follow it. */
final class AppLog {
  private static final int MOST_LINES = 1_500;
  private static final long MOST_BYTES = 4L * 1024 * 1024;

  private final LineRing ring = new LineRing(MOST_LINES, MOST_BYTES);
  private final List<Tail> tails = new CopyOnWriteArrayList<>();

  /** What a follower reads next. */
  record Batch(long dropped, List<LogLine> lines, long next) {
    boolean isEmpty() {
      return dropped == 0 && lines.isEmpty();
    }
  }

  void add(LogLine line) {
    synchronized (ring) {
      ring.add(line);
    }
    for (Tail tail : tails) {
      tail.wake();
    }
  }

  List<LogLine> recent(int most) {
    synchronized (ring) {
      return ring.from(Math.max(ring.first(), ring.next() - most), most);
    }
  }

  /** The lines from a number on; those that are gone already are counted. */
  Batch read(long from, int most) {
    synchronized (ring) {
      long start = Math.max(from, ring.first());
      List<LogLine> lines = ring.from(start, most);
      return new Batch(start - from, lines, start + lines.size());
    }
  }

  /** The number from which a follower reads who wants so many recent lines first. */
  long start(int recent) {
    synchronized (ring) {
      return Math.max(ring.first(), ring.next() - recent);
    }
  }

  void follow(Tail tail) {
    tails.add(tail);
    tail.wake();
  }

  void unfollow(Tail tail) {
    tails.remove(tail);
  }

  /** Nothing more comes. */
  void end() {
    tails.forEach(Tail::close);
  }
}
