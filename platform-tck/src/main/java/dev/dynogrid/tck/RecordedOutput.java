package dev.dynogrid.tck;

import dev.dynogrid.api.build.BuildOutput;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what the one who pushes would read. */
public final class RecordedOutput implements BuildOutput {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Nothing was said yet. */
  public RecordedOutput() {}

  /** All lines so far, in the order in which they came. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void step(String text) {
    lines.add(text);
  }

  @Override
  public void detail(String text) {
    lines.add(text);
  }

  @Override
  public void warning(String text) {
    lines.add(text);
  }
}
