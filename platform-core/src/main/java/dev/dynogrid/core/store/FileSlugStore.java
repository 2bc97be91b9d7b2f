package dev.dynogrid.core.store;

import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.model.SlugId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Slugs as files, uncompressed: {@code <directory>/<first two digits>/<id>.tar}, readable by the
 * platform's user only. A file has its name once it is whole and durable; until then it is in
 * {@code <directory>/incoming}.
 *
 * <p>One platform at a time uses a directory.
 */
public final class FileSlugStore implements SlugStore {
  private static final Pattern FILE_NAME = Pattern.compile("([0-9a-f]{64})\\.tar");
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path directory;
  private final Path incoming;
  private final Set<Path> beingWritten = ConcurrentHashMap.newKeySet();

  /**
   * A store which makes its directory when it is first written to.
   *
   * @param directory holds nothing else
   */
  public FileSlugStore(Path directory) {
    this.directory = Objects.requireNonNull(directory, "directory");
    this.incoming = directory.resolve("incoming");
  }

  @Override
  public void put(SlugId id, Content content) throws IOException {
    Path target = file(id);
    if (Files.exists(target)) {
      return;
    }
    Path shard = shard(id);
    DurableFiles.makeDirectory(incoming);
    DurableFiles.makeDirectory(shard);
    Path part = incoming.resolve(id.sha256() + "." + UUID.randomUUID());
    beingWritten.add(part);
    try {
      check(id, write(part, content));
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.syncDirectory(shard);
    } finally {
      Files.deleteIfExists(part);
      beingWritten.remove(part);
    }
  }

  /** Writes all of the content, durably, and gives its SHA-256. */
  private static SlugId write(Path part, Content content) throws IOException {
    Files.createFile(part, DurableFiles.ownerOnlyFile(part));
    MessageDigest digest = sha256();
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
        OutputStream out =
            new BufferedOutputStream(
                new DigestOutputStream(Channels.newOutputStream(channel), digest), BUFFER_BYTES)) {
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
    return new SlugId(HexFormat.of().formatHex(digest.digest()));
  }

  private static void check(SlugId expected, SlugId found) throws IOException {
    if (!found.equals(expected)) {
      throw new IOException(
          "slug " + expected + " is refused: the SHA-256 of its content is " + found);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public Optional<InputStream> open(SlugId id) throws IOException {
    try {
      return Optional.of(Files.newInputStream(file(id)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean contains(SlugId id) {
    return Files.exists(file(id));
  }

  @Override
  public Set<SlugId> list() throws IOException {
    Set<SlugId> found = new HashSet<>();
    for (Path shard : children(directory)) {
      if (!shard.equals(incoming) && Files.isDirectory(shard)) {
        for (Path file : children(shard)) {
          slugOf(file).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static Optional<SlugId> slugOf(Path file) {
    return Optional.of(FILE_NAME.matcher(file.getFileName().toString()))
        .filter(matcher -> matcher.matches())
        .map(matcher -> new SlugId(matcher.group(1)));
  }

  @Override
  public void remove(SlugId id) throws IOException {
    Files.deleteIfExists(file(id));
  }

  /** Removes what crashes left half-written; to be called at start. What is being put stays. */
  public void cleanUp() throws IOException {
    for (Path part : children(incoming)) {
      if (!beingWritten.contains(part)) {
        Files.deleteIfExists(part);
      }
    }
  }

  private static Set<Path> children(Path directory) throws IOException {
    Set<Path> children = new HashSet<>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries.forEach(children::add);
    } catch (NoSuchFileException e) {
      return Set.of();
    }
    return children;
  }

  private Path file(SlugId id) {
    return shard(id).resolve(id.sha256() + ".tar");
  }

  private Path shard(SlugId id) {
    return directory.resolve(id.sha256().substring(0, 2));
  }
}
