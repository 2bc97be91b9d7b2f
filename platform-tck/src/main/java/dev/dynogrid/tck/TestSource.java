package dev.dynogrid.tck;

import dev.dynogrid.api.build.SourceTree;
import dev.dynogrid.tck.memory.InMemorySlugStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Source out of a test, to be deployed without git: text files, those that begin with {@code #!}
 * executable, all of one time.
 *
 * @param files their content, by their path
 */
public record TestSource(Map<String, String> files) implements SourceTree {
  /** The time of all files. */
  public static final Instant TIME = Instant.parse("2021-03-04T05:06:07Z");

  /** Takes a copy. */
  public TestSource {
    files = Map.copyOf(files);
  }

  /** The regular files of a folder as they are now; they are read as UTF-8. */
  public static TestSource of(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.filter(Files::isRegularFile).toList();
    }
    Map<String, String> files = new HashMap<>();
    for (Path file : all) {
      files.put(folder.relativize(file).toString(), Files.readString(file));
    }
    return new TestSource(files);
  }

  @Override
  public String digest() {
    return InMemorySlugStore.idOf(new TreeMap<>(files).toString().getBytes(StandardCharsets.UTF_8))
        .sha256();
  }

  @Override
  public Optional<String> version() {
    return Optional.of(digest().substring(0, 40));
  }

  @Override
  public void writeTo(Path directory) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Path parent = path.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(path, file.getValue());
      if (file.getValue().startsWith("#!") && !path.toFile().setExecutable(true, false)) {
        throw new IOException(path + " cannot be made executable");
      }
      Files.setLastModifiedTime(path, FileTime.from(TIME));
    }
  }
}
