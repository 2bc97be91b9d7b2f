package dev.dynogrid.core.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the source that say how it is built and run; they are small, or not what they seem. */
final class SourceText {
  private static final int MOST_BYTES = 1024 * 1024;

  private SourceText() {}

  /** The first megabyte of a file of the app; empty if there is no such file. */
  static String of(Path app, String name) throws IOException {
    Path file = app.resolve(name);
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
  }
}
