package dev.dynogrid.core.store;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-256-GCM by the JDK, with a key from a file that its owner alone can read, made at first use.
 * A sealed text is {@code v1:<key id>:<Base64 of nonce and cipher text>}, so that keys can be
 * changed.
 */
public final class AesGcmCipher implements ConfigCipher {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_ID_BYTES = 4;

  private final Path keyFile;
  private final SecureRandom random;
  private @Nullable Key key;

  private record Key(SecretKeySpec spec, String id) {}

  /** A cipher whose key is in a file; read, or made, when it is first needed. */
  public AesGcmCipher(Path keyFile, SecureRandom random) {
    this.keyFile = keyFile;
    this.random = random;
  }

  @Override
  public String seal(String plain, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    Key current = key();
    byte[] text =
        run(Cipher.ENCRYPT_MODE, current, nonce, context, plain.getBytes(StandardCharsets.UTF_8));
    byte[] all = ByteBuffer.allocate(nonce.length + text.length).put(nonce).put(text).array();
    return "v1:" + current.id() + ":" + Base64.getEncoder().encodeToString(all);
  }

  @Override
  public String open(String sealed, String context) {
    Key current = key();
    String head = "v1:" + current.id() + ":";
    if (!sealed.startsWith(head)) {
      throw corrupt(context, "they were sealed with another key than that in " + keyFile, null);
    }
    ByteBuffer all = ByteBuffer.wrap(Base64.getDecoder().decode(sealed.substring(head.length())));
    byte[] nonce = new byte[NONCE_BYTES];
    all.get(nonce);
    byte[] text = new byte[all.remaining()];
    all.get(text);
    return new String(
        run(Cipher.DECRYPT_MODE, current, nonce, context, text), StandardCharsets.UTF_8);
  }

  private byte[] run(int mode, Key with, byte[] nonce, String context, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, with.spec(), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw corrupt(context, "they were changed, or moved", e);
    }
  }

  private static DynogridException corrupt(String context, String why, @Nullable Exception cause) {
    String message = "the config vars of " + context + " cannot be read: " + why;
    return cause == null
        ? new DynogridException(ErrorCode.CORRUPT, message)
        : new DynogridException(ErrorCode.CORRUPT, message, cause);
  }

  private synchronized Key key() {
    @Nullable Key known = key;
    if (known == null) {
      known = read();
      key = known;
    }
    return known;
  }

  private Key read() {
    try {
      if (!Files.exists(keyFile)) {
        make();
      }
      byte[] bytes = HexFormat.of().parseHex(Files.readString(keyFile).strip());
      if (bytes.length != KEY_BYTES) {
        throw new DynogridException(
            ErrorCode.CORRUPT, keyFile + " holds no key of " + KEY_BYTES + " bytes");
      }
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Key(
          new SecretKeySpec(bytes, "AES"), HexFormat.of().formatHex(digest, 0, KEY_ID_BYTES));
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.MISSING_PREREQUISITE, "cannot use the key file " + keyFile + ": " + e, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (IllegalArgumentException e) {
      throw new DynogridException(ErrorCode.CORRUPT, keyFile + " holds no key", e);
    }
  }

  private void make() throws IOException {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    Path beside = keyFile.resolveSibling(keyFile.getFileName() + ".new");
    Files.deleteIfExists(beside);
    Files.createFile(
        beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(beside, HexFormat.of().formatHex(bytes) + "\n");
    Files.move(beside, keyFile, StandardCopyOption.ATOMIC_MOVE);
  }
}
