package dev.dynogrid.benchmarks.deploy;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The phases of deploys, from the last line of what the pushes printed. */
final class Parts {
  private static final Pattern LINE = Pattern.compile("receive \\d+ ms.*");
  private static final Pattern PHASE = Pattern.compile("(\\w+) (\\d+) ms");

  private final Map<String, Timing> phases = new LinkedHashMap<>();

  void read(String printed) {
    Matcher line = LINE.matcher(printed);
    if (line.find()) {
      Matcher phase = PHASE.matcher(line.group());
      while (phase.find()) {
        phases
            .computeIfAbsent(phase.group(1), name -> new Timing())
            .add(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(phase.group(2))));
      }
    }
  }

  /** The medians: {@code receive 8, compile 12, check 150, switch 3}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ");
    phases.forEach(
        (name, timing) -> text.add(String.format(Locale.ROOT, "%s %.0f", name, timing.median())));
    return text.toString();
  }
}
