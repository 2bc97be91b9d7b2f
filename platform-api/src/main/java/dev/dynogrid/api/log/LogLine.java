package dev.dynogrid.api.log;

import dev.dynogrid.api.model.AppId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * One line of an app's log: {@code 2026-11-23T10:00:00.123Z app[web.1]: Hello}.
 *
 * @param app whose log it belongs to
 * @param time when it was written, or taken
 * @param source {@code app} for what an app printed, {@code dynogrid} for the platform
 * @param process {@code web.1}, {@code router}, {@code api}
 * @param text without its line end
 */
public record LogLine(AppId app, Instant time, String source, String process, String text) {
  /** The source of what dynos print. */
  public static final String APP = "app";

  /** The source of what the platform says. */
  public static final String PLATFORM = "dynogrid";

  /** Checks that all parts are there. */
  public LogLine {
    Objects.requireNonNull(app, "app");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(text, "text");
  }

  /** {@code <ISO time> source[process]: text}. */
  @Override
  public String toString() {
    return time.truncatedTo(ChronoUnit.MILLIS) + " " + source + "[" + process + "]: " + text;
  }
}
