package dev.dynogrid.api.runtime;

import dev.dynogrid.api.model.Arguments;

/**
 * The size of a terminal, in characters.
 *
 * @param columns 1 to 1000
 * @param rows 1 to 1000
 */
public record TerminalSize(int columns, int rows) {
  /** Checks the ranges. */
  public TerminalSize {
    Arguments.within("terminal columns", columns, 1, 1000);
    Arguments.within("terminal rows", rows, 1, 1000);
  }
}
