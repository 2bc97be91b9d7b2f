package dev.dynogrid.core.store;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key in a file of mode 0600: 32 bytes in base64, and a line end. Whoever loses the file loses
 * what was sealed with it; so it belongs into backups, but not beside those of the store.
 */
final class KeyFile {
  private final Path path;
  private final SecureRandom random;
  private @Nullable ConfigKey key;

  /**
   * A key file, which is read when it is first needed, and made if there is none then.
   *
   * @param random for a new key
   */
  KeyFile(Path path, SecureRandom random) {
    this.path = Objects.requireNonNull(path, "path");
    this.random = Objects.requireNonNull(random, "random");
  }

  /** The key that is there: to open something there must be one. */
  synchronized ConfigKey read() {
    ConfigKey known = key;
    if (known == null) {
      try {
        known = parsed(Files.readString(path, StandardCharsets.UTF_8));
      } catch (NoSuchFileException e) {
        throw new DynogridException(
            ErrorCode.CORRUPT,
            "key file " + path + " is missing, and what is stored needs it: bring it back",
            e);
      } catch (IOException e) {
        throw new DynogridException(
            ErrorCode.MISSING_PREREQUISITE, "key file " + path + " cannot be read: " + e, e);
      }
      key = known;
    }
    return known;
  }

  /** The key, a new one if there is none. */
  synchronized ConfigKey readOrMake() {
    if (key == null && !Files.exists(path)) {
      try {
        make();
      } catch (IOException e) {
        throw new DynogridException(
            ErrorCode.MISSING_PREREQUISITE, "key file " + path + " cannot be made: " + e, e);
      }
    }
    return read();
  }

  /** The key is durable before anything is sealed with it, and never half there. */
  private void make() throws IOException {
    byte[] bytes = new byte[ConfigKey.BYTES];
    random.nextBytes(bytes);
    Path part = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(part);
    Files.createFile(part, DurableFiles.ownerOnlyFile(part));
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      String line = Base64.getEncoder().encodeToString(bytes) + "\n";
      channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      DurableFiles.syncDirectory(directory);
    }
  }

  private ConfigKey parsed(String text) {
    try {
      return ConfigKey.of(Base64.getDecoder().decode(text.strip()));
    } catch (IllegalArgumentException e) {
      // Without the cause, which may quote the key.
      throw new DynogridException(
          ErrorCode.CORRUPT,
          "key file " + path + " does not hold a key of 32 bytes in base64: bring the right one");
    }
  }
}
