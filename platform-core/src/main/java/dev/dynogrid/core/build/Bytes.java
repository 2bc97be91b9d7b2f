package dev.dynogrid.core.build;

import java.util.Locale;

/** Sizes for people. */
final class Bytes {
  private static final int STEP = 1024;

  private Bytes() {}

  /** {@code 12K}, {@code 3.4M}. */
  static String text(long bytes) {
    if (bytes < STEP) {
      return bytes + "B";
    } else if (bytes < (long) STEP * STEP) {
      return (bytes + STEP - 1) / STEP + "K";
    }
    return String.format(Locale.ROOT, "%.1fM", bytes / (double) STEP / STEP);
  }
}
