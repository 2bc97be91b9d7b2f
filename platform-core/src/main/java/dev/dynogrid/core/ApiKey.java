package dev.dynogrid.core;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** The key of the control port, in a file that its owner alone can read. */
final class ApiKey {
  private static final int BYTES = 24;
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private ApiKey() {}

  /** The given key, which is then written to the file; else the file's; else a new one. */
  static String resolve(Path file, Optional<String> given, SecureRandom random) {
    try {
      if (given.isPresent()) {
        return write(file, given.get());
      } else if (Files.exists(file)) {
        return read(file);
      }
      byte[] bytes = new byte[BYTES];
      random.nextBytes(bytes);
      return write(file, HexFormat.of().formatHex(bytes));
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.MISSING_PREREQUISITE, "cannot keep the API key in " + file + ": " + e, e);
    }
  }

  private static String read(Path file) throws IOException {
    String key = Files.readString(file).strip();
    if (key.isEmpty()) {
      throw new DynogridException(
          ErrorCode.CORRUPT, file + " holds no key: remove it, and a new one is made");
    }
    return key;
  }

  private static String write(Path file, String key) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    Files.createFile(beside, OWNER_ONLY);
    Files.write(beside, (key + "\n").getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return key;
  }
}
