package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts the bytes of a slug, and refuses more than may be, with what takes the most. */
final class SizeLimit extends FilterOutputStream {
  private static final int NAMED = 3;

  private final long limit;
  private final Path app;
  private long written;

  SizeLimit(OutputStream out, long limit, Path app) {
    super(out);
    this.limit = limit;
    this.app = app;
  }

  long written() {
    return written;
  }

  @Override
  public void write(int b) throws IOException {
    count(1);
    out.write(b);
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    count(length);
    out.write(data, offset, length);
  }

  private void count(int more) throws IOException {
    written += more;
    if (written > limit) {
      throw new BuildFailedException(
          "the slug is larger than "
              + Bytes.text(limit)
              + "; the largest of its parts: "
              + largest()
              + ": name in .slugignore what the app does not need");
    }
  }

  private String largest() throws IOException {
    Map<String, Long> sizes = new HashMap<>();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(app)) {
      files = walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    for (Path file : files) {
      sizes.merge(app.relativize(file).getName(0).toString(), Files.size(file), Long::sum);
    }
    return sizes.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(NAMED)
        .map(entry -> entry.getKey() + " (" + Bytes.text(entry.getValue()) + ")")
        .collect(Collectors.joining(", "));
  }
}
