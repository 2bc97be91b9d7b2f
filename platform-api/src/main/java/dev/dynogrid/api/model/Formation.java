package dev.dynogrid.api.model;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many dynos of each process type an app wants. Types that are not named want none.
 *
 * @param counts from 0 to {@link #MOST_DYNOS} a type; entries of 0 are kept, since they were said
 */
public record Formation(Map<ProcessType, Integer> counts) {
  /** The most dynos of one type, a guard against slips of the keyboard. */
  public static final int MOST_DYNOS = 1_000;

  /** What an app has before its first release and after it: {@code web=1}. */
  public static final Formation INITIAL = new Formation(Map.of(ProcessType.WEB, 1));

  /** Checks the ranges and takes a copy. */
  public Formation {
    for (Map.Entry<ProcessType, Integer> entry : counts.entrySet()) {
      Arguments.check(
          entry.getKey().scales(), "process type", entry.getKey(), "a type that can be scaled");
      Arguments.within("dynos of " + entry.getKey(), entry.getValue(), 0, MOST_DYNOS);
    }
    counts = Map.copyOf(counts);
  }

  /** The number wanted of a type; 0 if it was never named. */
  public int count(ProcessType type) {
    return counts.getOrDefault(type, 0);
  }

  /** This formation with the given types changed. */
  public Formation with(Map<ProcessType, Integer> changes) {
    Map<ProcessType, Integer> merged = new HashMap<>(counts);
    merged.putAll(changes);
    return new Formation(merged);
  }

  /** {@code web=2 worker=1}, sorted by type. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(counts)
        .forEach(
            (type, count) ->
                text.append(text.isEmpty() ? "" : " ").append(type).append('=').append(count));
    return text.toString();
  }
}
