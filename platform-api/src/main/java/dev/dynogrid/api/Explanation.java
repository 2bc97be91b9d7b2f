package dev.dynogrid.api;

import java.util.List;

/**
 * Why something is as it is.
 *
 * @param words sentences for people, what matters most first
 * @param events what has led to it, oldest first; the last few that are remembered since the
 *     platform was started
 */
public record Explanation(List<String> words, List<PlatformEvent> events) {
  /** Takes copies. */
  public Explanation {
    words = List.copyOf(words);
    events = List.copyOf(events);
  }

  /** The sentences, a line each. */
  @Override
  public String toString() {
    return String.join(System.lineSeparator(), words);
  }
}
