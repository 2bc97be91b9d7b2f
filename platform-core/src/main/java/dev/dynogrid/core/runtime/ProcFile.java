package dev.dynogrid.core.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the kernel. Their size is 0, and some give all they have to one read or nothing. */
final class ProcFile {
  private static final int MOST_BYTES = 16 * 1024;

  private ProcFile() {}

  static String read(Path file) throws IOException {
    byte[] bytes = new byte[MOST_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      int count = in.read(bytes);
      return new String(bytes, 0, Math.max(0, count), StandardCharsets.UTF_8);
    }
  }
}
