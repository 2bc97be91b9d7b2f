package dev.dynogrid.core.log;

import dev.dynogrid.api.log.LogLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The newest lines of one app, bounded in number and in size. */
final class AppLog {
  static final int MOST_LINES = 1_500;
  private static final int MOST_CHARACTERS = 4 * 1024 * 1024;

  private final Deque<LogLine> lines = new ArrayDeque<>();
  private final List<Tail> tails = new ArrayList<>();
  private int characters;

  synchronized void add(LogLine line) {
    lines.add(line);
    characters += line.text().length();
    while (lines.size() > MOST_LINES || characters > MOST_CHARACTERS) {
      characters -= lines.remove().text().length();
    }
    tails.forEach(tail -> tail.offer(line));
  }

  synchronized List<LogLine> recent(int most) {
    List<LogLine> all = new ArrayList<>(lines);
    return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
  }

  /** In one step, so that no line is missed and none comes twice. */
  synchronized void follow(Tail tail, int recent) {
    if (recent > 0) {
      recent(recent).forEach(tail::offer);
    }
    tails.add(tail);
  }

  synchronized void unfollow(Tail tail) {
    tails.remove(tail);
  }
}
