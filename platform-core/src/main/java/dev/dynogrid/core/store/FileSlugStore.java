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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Slugs as files, each in a directory that is named by the first two digits of its id. */
public final class FileSlugStore implements SlugStore {
  private static final String ENDING = ".tar";
  private static final int BUFFER = 65_536;

  private final Path directory;

  /** A store in a directory, which is made when something is kept. */
  public FileSlugStore(Path directory) {
    this.directory = directory;
  }

  private Path file(SlugId id) {
    return directory.resolve(id.sha256().substring(0, 2)).resolve(id.sha256() + ENDING);
  }

  @Override
  public void put(SlugId id, Content content) throws IOException {
    Path file = file(id);
    if (Files.exists(file)) {
      return;
    }
    Path home = directory.resolve(id.sha256().substring(0, 2));
    Files.createDirectories(home);
    Path beside = home.resolve(id.sha256() + "." + UUID.randomUUID() + ".new");
    try {
      String found = write(beside, content);
      if (!found.equals(id.sha256())) {
        throw new IOException("slug " + id + " cannot be kept: its content is " + found);
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      force(home);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static String write(Path file, Content content) throws IOException {
    MessageDigest digest = sha256();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out =
          new BufferedOutputStream(
              new DigestOutputStream(Channels.newOutputStream(channel), digest), BUFFER);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** A name is durable once its directory is. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
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
    Set<SlugId> ids = new HashSet<>();
    for (Path home : entries(directory)) {
      for (Path file : entries(home)) {
        String name = file.getFileName().toString();
        if (name.endsWith(ENDING)) {
          ids.add(new SlugId(name.substring(0, name.length() - ENDING.length())));
        }
      }
    }
    return ids;
  }

  private static List<Path> entries(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }

  @Override
  public void remove(SlugId id) throws IOException {
    Files.deleteIfExists(file(id));
  }

  /** Removes what a crash left half-written. Only while nothing is being put. */
  public void cleanUp() throws IOException {
    for (Path home : entries(directory)) {
      for (Path file : entries(home)) {
        if (file.getFileName().toString().endsWith(".new")) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
