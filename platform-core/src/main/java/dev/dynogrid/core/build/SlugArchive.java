package dev.dynogrid.core.build;

import com.google.common.io.FileBackedOutputStream;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.model.SlugId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The archive of a tree: a tar in the order of the paths' bytes, without owners, with file times in
 * whole seconds, and of the permissions only whether a file can be run. Equal trees have equal
 * bytes.
 */
public final class SlugArchive implements AutoCloseable {
  private static final int IN_MEMORY = 8 * 1024 * 1024;
  private static final int BUFFER = 65_536;
  private static final int DIRECTORY_MODE = 040755;
  private static final int FILE_MODE = 0100644;
  private static final int PROGRAM_MODE = 0100755;
  private static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final FileBackedOutputStream bytes;
  private final SlugId id;
  private final long size;

  private SlugArchive(FileBackedOutputStream bytes, SlugId id, long size) {
    this.bytes = bytes;
    this.id = id;
    this.size = size;
  }

  /**
   * Reads a tree; for compilers of one's own too.
   *
   * @param limit how many bytes the archive may have
   * @throws BuildFailedException if it is larger, or holds a link that leads out of the tree
   */
  public static SlugArchive of(Path app, long limit) throws IOException, InterruptedException {
    FileBackedOutputStream bytes = new FileBackedOutputStream(IN_MEMORY);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      SizeLimit limited = new SizeLimit(new DigestOutputStream(bytes, digest), limit, app);
      write(app, limited);
      String sha = HexFormat.of().formatHex(digest.digest());
      return new SlugArchive(bytes, new SlugId(sha), limited.written());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (IOException | RuntimeException | InterruptedException e) {
      bytes.reset();
      throw e;
    }
  }

  private static void write(Path app, OutputStream out) throws IOException, InterruptedException {
    OutputStream buffered = new BufferedOutputStream(out, BUFFER);
    TarArchiveOutputStream tar = new TarArchiveOutputStream(buffered, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    for (String name : names(app)) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while writing the slug");
      }
      add(app, name, tar);
    }
    tar.finish();
    buffered.flush();
  }

  private static List<String> names(Path app) throws IOException {
    try (Stream<Path> walk = Files.walk(app)) {
      return walk.filter(path -> !path.equals(app))
          .map(path -> app.relativize(path).toString())
          .sorted(BY_BYTES)
          .toList();
    }
  }

  private static void add(Path app, String name, TarArchiveOutputStream tar) throws IOException {
    Path path = app.resolve(name);
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isSymbolicLink()) {
      TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
      entry.setLinkName(checkedTarget(app, path));
      put(tar, plain(entry, 0120777, attributes));
    } else if (attributes.isDirectory()) {
      put(tar, plain(new TarArchiveEntry(name + "/"), DIRECTORY_MODE, attributes));
    } else if (attributes.isRegularFile()) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(attributes.size());
      tar.putArchiveEntry(
          plain(entry, Files.isExecutable(path) ? PROGRAM_MODE : FILE_MODE, attributes));
      Files.copy(path, tar);
      tar.closeArchiveEntry();
    } else {
      throw new BuildFailedException("not a file, and so not for a slug: " + name);
    }
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry) throws IOException {
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static String checkedTarget(Path app, Path link) throws IOException {
    Path target = Files.readSymbolicLink(link);
    if (target.isAbsolute() || !link.resolveSibling(target).normalize().startsWith(app)) {
      throw new BuildFailedException(
          "symbolic link leads out of the app: " + app.relativize(link) + " -> " + target);
    }
    return target.toString();
  }

  private static TarArchiveEntry plain(
      TarArchiveEntry entry, int mode, BasicFileAttributes attributes) {
    entry.setMode(mode);
    entry.setIds(0, 0);
    entry.setNames("", "");
    boolean timeless = attributes.isDirectory() || attributes.isSymbolicLink();
    long seconds = timeless ? 0 : attributes.lastModifiedTime().toMillis() / 1000;
    entry.setModTime(seconds * 1000);
    return entry;
  }

  /** The SHA-256 of the archive. */
  public SlugId id() {
    return id;
  }

  /** The size of the archive, in bytes. */
  public long size() {
    return size;
  }

  /** Writes the archive, uncompressed: what a {@code SlugStore} is to be given. */
  public void writeTo(OutputStream out) throws IOException {
    bytes.asByteSource().copyTo(out);
  }

  @Override
  public void close() throws IOException {
    bytes.reset();
  }
}
