package dev.dynogrid.core.log;

import dev.dynogrid.api.log.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest lines of one app, numbered 0, 1, … as they came. It grows with what it holds, up to
 * its bounds. For one thread at a time.
 */
final class LineRing {
  private static final int FIRST_CAPACITY = 16;

  private final int mostLines;
  private final long mostBytes;
  private @Nullable LogLine[] slots = new @Nullable LogLine[FIRST_CAPACITY];
  private long first;
  private long next;
  private long bytes;

  LineRing(int mostLines, long mostBytes) {
    this.mostLines = mostLines;
    this.mostBytes = mostBytes;
  }

  /** The number of the oldest line that is kept. */
  long first() {
    return first;
  }

  /** The number that the next line gets. */
  long next() {
    return next;
  }

  void add(LogLine line) {
    if (next - first == slots.length) {
      grow();
    }
    slots[slot(next++)] = line;
    bytes += bytes(line);
    while (next - first > mostLines || (bytes > mostBytes && next - first > 1)) {
      bytes -= bytes(at(first));
      slots[slot(first++)] = null;
    }
  }

  /** At most so many lines, from that number on; only numbers that are kept may be asked for. */
  List<LogLine> from(long number, int most) {
    long end = Math.min(next, number + most);
    List<LogLine> lines = new ArrayList<>((int) (end - number));
    for (long i = number; i < end; i++) {
      lines.add(at(i));
    }
    return lines;
  }

  private LogLine at(long number) {
    return Objects.requireNonNull(slots[slot(number)]);
  }

  private int slot(long number) {
    return (int) (number & (slots.length - 1));
  }

  /** The length is a power of 2, so that a number's slot is its low bits. */
  private void grow() {
    @Nullable LogLine[] larger = new @Nullable LogLine[slots.length * 2];
    for (long i = first; i < next; i++) {
      larger[(int) (i & (larger.length - 1))] = at(i);
    }
    slots = larger;
  }

  /** About what a line takes in memory: objects of some 120 bytes, and its text. */
  private static long bytes(LogLine line) {
    return 120 + 2L * line.text().length();
  }
}
