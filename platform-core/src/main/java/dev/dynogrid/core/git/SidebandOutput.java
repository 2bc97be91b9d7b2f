package dev.dynogrid.core.git;

import dev.dynogrid.api.build.BuildOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What the one who pushes reads, through git's side band. */
final class SidebandOutput implements BuildOutput {
  /** Tools write to a terminal that is not theirs: no escape sequences, no control characters. */
  private static final Pattern UNSAFE =
      Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]|[\\p{Cntrl}&&[^\t]]");

  private final OutputStream messages;
  private boolean gone;

  SidebandOutput(OutputStream messages) {
    this.messages = messages;
  }

  @Override
  public void step(String text) {
    line("-----> " + text);
  }

  @Override
  public void detail(String text) {
    line("       " + text);
  }

  @Override
  public void warning(String text) {
    line(" !     " + text);
  }

  /** A text of several lines, each marked as an error. */
  void error(String text) {
    text.lines().forEach(this::warning);
  }

  private synchronized void line(String text) {
    if (gone) {
      return;
    }
    try {
      messages.write((UNSAFE.matcher(text).replaceAll("") + "\n").getBytes(StandardCharsets.UTF_8));
      messages.flush();
    } catch (IOException e) {
      // Nobody reads any more; the keep-alive notices, and cancels what can be cancelled.
      gone = true;
    }
  }

  synchronized boolean isGone() {
    return gone;
  }
}
