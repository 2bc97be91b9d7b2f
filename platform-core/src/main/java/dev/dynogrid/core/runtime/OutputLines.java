package dev.dynogrid.core.runtime;

import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.log.LogSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Makes lines of what a dyno writes. Used by one thread at a time. */
final class OutputLines {
  private static final int LONGEST = 10_000;

  private final Map<Integer, ByteArrayOutputStream> begun = new HashMap<>();
  private final DynoRecord dyno;
  private final LogSink sink;

  OutputLines(DynoRecord dyno, LogSink sink) {
    this.dyno = dyno;
    this.sink = sink;
  }

  void take(int stream, Instant time, byte[] data) {
    ByteArrayOutputStream line = begun.computeIfAbsent(stream, s -> new ByteArrayOutputStream());
    for (byte b : data) {
      if (b == '\n') {
        give(line, time);
      } else {
        line.write(b);
        if (line.size() >= LONGEST) {
          give(line, time);
        }
      }
    }
  }

  /** The dyno has ended: what has no line end is a line as well. */
  void end(Instant time) {
    begun.values().stream().filter(line -> line.size() > 0).forEach(line -> give(line, time));
  }

  private void give(ByteArrayOutputStream line, Instant time) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    sink.accept(
        new LogLine(
            dyno.app(),
            time,
            LogLine.APP,
            dyno.name().toString(),
            text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
  }
}
