package dev.dynogrid.core.runtime;

import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.api.model.SlugId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The unpacked slugs of this machine. A tree stands at the path that its slug was compiled at, with
 * a file beside it that names the slug; it is shared by all dynos of the slug.
 */
final class SlugTrees {
  private static final String MARKER = "slug.sha256";

  private final Map<Path, Object> locks = new ConcurrentHashMap<>();
  private final Path trees;
  private final SlugStore slugs;

  /** The archive that arrived is not the slug. */
  static final class ChecksumException extends IOException {
    private static final long serialVersionUID = 1L;

    ChecksumException(String message) {
      super(message);
    }
  }

  SlugTrees(Path trees, SlugStore slugs) {
    this.trees = trees;
    this.slugs = slugs;
  }

  /** The app directory of a slug, unpacked if it is not there yet. */
  Path require(Slug slug) throws IOException {
    Path app = Path.of(slug.appDirectory());
    Path marker = app.resolveSibling(MARKER);
    if (isMarked(marker, slug.id())) {
      return app;
    }
    synchronized (locks.computeIfAbsent(app, path -> new Object())) {
      if (!isMarked(marker, slug.id())) {
        fetch(slug, app, marker);
      }
    }
    return app;
  }

  private static boolean isMarked(Path marker, SlugId id) throws IOException {
    return Files.exists(marker) && Files.readString(marker).strip().equals(id.sha256());
  }

  /** Checked before anything of it is unpacked; unpacked beside, then renamed into place. */
  private void fetch(Slug slug, Path app, Path marker) throws IOException {
    Path home = app.getParent();
    if (home == null || !home.startsWith(trees)) {
      throw new IOException("the app directory " + app + " lies outside of " + trees);
    }
    Files.createDirectories(home);
    Path archive = home.resolve("slug.tar.new");
    Path beside = home.resolve("app.new");
    Files.deleteIfExists(marker);
    Files.write(archive, new byte[0]);
    try {
      copyChecked(slug.id(), archive);
      FileTrees.remove(beside);
      FileTrees.remove(app);
      try (InputStream in = Files.newInputStream(archive)) {
        SlugUnpacker.unpack(in, beside);
      }
      FileTrees.makeReadOnly(beside);
      Files.move(beside, app, StandardCopyOption.ATOMIC_MOVE);
      Files.writeString(marker, slug.id() + "\n");
    } finally {
      Files.deleteIfExists(archive);
    }
  }

  private void copyChecked(SlugId id, Path archive) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in =
        new DigestInputStream(
            slugs.open(id).orElseThrow(() -> new IOException("slug " + id + " is not stored")),
            digest)) {
      Files.copy(in, archive, StandardCopyOption.REPLACE_EXISTING);
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(id.sha256())) {
      throw new ChecksumException("slug " + id + " arrived as " + found);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Removes trees of slugs that are not needed; ones without a marker may be builds. */
  void prune(Set<SlugId> needed) throws IOException {
    List<Path> homes;
    try (Stream<Path> all = Files.list(trees)) {
      homes = all.toList();
    }
    for (Path home : homes) {
      Path marker = home.resolve(MARKER);
      if (Files.exists(marker)
          && needed.stream().noneMatch(id -> id.sha256().equals(read(marker)))) {
        FileTrees.remove(home);
        locks.remove(home.resolve("app"));
      }
    }
  }

  private static String read(Path marker) {
    try {
      return Files.readString(marker).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what builds left that were under way when the platform died. */
  void removeUnfinished() throws IOException {
    List<Path> homes;
    try (Stream<Path> all = Files.list(trees)) {
      homes = all.toList();
    }
    for (Path home : homes) {
      if (!Files.exists(home.resolve(MARKER))) {
        FileTrees.remove(home);
      }
    }
  }
}
