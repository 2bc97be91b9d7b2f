package dev.dynogrid.core.build.classic;

import dev.dynogrid.api.build.BuildOutput;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives on what scripts print, which by custom has a build's form already: steps begin with an
 * arrow, errors with a mark, and details with seven spaces.
 *
 * @param output where it goes
 */
record ScriptOutput(BuildOutput output) {
  private static final Pattern STEP = Pattern.compile("-----> ?(.*)");
  private static final Pattern WARNING = Pattern.compile(" {0,2}!(?: {1,5}(.*))?");
  private static final String DETAIL = " ".repeat(7);

  void line(String raw) {
    String text = lastOverwritten(raw);
    Matcher step = STEP.matcher(text);
    Matcher warning = WARNING.matcher(text);
    if (step.matches()) {
      output.step(step.group(1));
    } else if (warning.matches()) {
      output.warning(warning.group(1) == null ? "" : warning.group(1));
    } else {
      output.detail(text.startsWith(DETAIL) ? text.substring(DETAIL.length()) : text);
    }
  }

  /** Of a line that is written over and over, such as a progress bar, only how it ended. */
  private static String lastOverwritten(String raw) {
    String text = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
    return text.substring(text.lastIndexOf('\r') + 1);
  }
}
