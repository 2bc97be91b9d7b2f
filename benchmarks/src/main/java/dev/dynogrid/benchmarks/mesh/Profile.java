package dev.dynogrid.benchmarks.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a JVM's Java code spends its time, by what the innermost known part of each sampled stack
 * belongs to. Time in the kernel is not among it: that is counted by the kernel.
 */
final class Profile {
  private static final String SAMPLE = "jdk.ExecutionSample";
  private static final Duration PERIOD = Duration.ofMillis(10);

  /** The first that a class name starts with is the part that it belongs to. */
  private static final Map<String, String> PARTS = parts();

  private Profile() {}

  private static Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    String mesh = "dev.dynogrid.core.routing.";
    for (String codec : List.of("StrictRe", "ServerCodec", "DynoCodec", "LineRules", "ChunkSize")) {
      parts.put(mesh + codec, "HTTP codec");
    }
    parts.put("io.netty.handler.codec", "HTTP codec");
    parts.put(mesh + "Access", "access log");
    parts.put("dev.dynogrid.core.log", "access log");
    parts.put("dev.dynogrid.benchmarks", "access log");
    for (String meter : List.of("MeshMeters", "Traffic", "AppMeters", "RecentRequests")) {
      parts.put(mesh + meter, "meters");
    }
    parts.put("io.micrometer", "meters");
    for (String work : List.of("ClientConnection", "DynoConnection", "Exchange", "ResponseRelay")) {
      parts.put(mesh + work, "connections and exchanges");
    }
    parts.put(mesh + "Deadline", "deadlines");
    parts.put(mesh, "stages, routes, dynos");
    parts.put("io.netty.buffer", "buffers");
    parts.put("io.netty", "event loop and channels");
    return parts;
  }

  /** Samples until the thread that waits for {@code end} goes on; gives {@code part=percent|…}. */
  static String during(Wait end) throws IOException, InterruptedException {
    Path file = Files.createTempFile("dynogrid-bench", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(SAMPLE).withPeriod(PERIOD);
      recording.start();
      end.await();
      recording.stop();
      recording.dump(file);
      return read(file);
    } finally {
      Files.delete(file);
    }
  }

  /** Something that takes its time. */
  interface Wait {
    void await() throws IOException, InterruptedException;
  }

  private static String read(Path file) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    int all = 0;
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      RecordedStackTrace stack = event.getStackTrace();
      if (event.getEventType().getName().equals(SAMPLE) && stack != null) {
        counts.merge(partOf(stack), 1, Integer::sum);
        all++;
      }
    }
    StringJoiner joined = new StringJoiner("|");
    for (Map.Entry<String, Integer> part : counts.entrySet()) {
      joined.add(
          String.format(Locale.ROOT, "%s=%.1f", part.getKey(), 100.0 * part.getValue() / all));
    }
    return joined.toString();
  }

  private static String partOf(RecordedStackTrace stack) {
    for (RecordedFrame frame : stack.getFrames()) {
      String name = frame.getMethod().getType().getName();
      for (Map.Entry<String, String> part : PARTS.entrySet()) {
        if (name.startsWith(part.getKey())) {
          return part.getValue();
        }
      }
    }
    return "the rest";
  }
}
