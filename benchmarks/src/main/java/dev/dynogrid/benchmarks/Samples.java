package dev.dynogrid.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measured numbers of one kind. For one thread. */
public final class Samples {
  private final List<Double> values = new ArrayList<>();

  /** Takes one more. */
  public void add(double value) {
    values.add(value);
  }

  /** How many there are. */
  public int size() {
    return values.size();
  }

  /** The one in the middle; of an even number, the mean of both in the middle. */
  public double median() {
    List<Double> sorted = sorted();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * The smallest that at least this part of all are not above.
   *
   * @param part 0 for the smallest, 1 for the largest
   */
  public double percentile(double part) {
    List<Double> sorted = sorted();
    int at = (int) Math.ceil(part * sorted.size()) - 1;
    return sorted.get(Math.max(0, at));
  }

  private List<Double> sorted() {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted;
  }
}
