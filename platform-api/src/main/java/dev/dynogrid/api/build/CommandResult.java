package dev.dynogrid.api.build;

import java.util.Objects;

/**
 * How a program ended.
 *
 * @param status the exit status; 128 + n if signal n ended it
 * @param output standard output and standard error, as they came
 */
public record CommandResult(int status, String output) {
  /** Checks that there is output. */
  public CommandResult {
    Objects.requireNonNull(output, "output");
  }

  /** Whether the status is 0. */
  public boolean succeeded() {
    return status == 0;
  }
}
