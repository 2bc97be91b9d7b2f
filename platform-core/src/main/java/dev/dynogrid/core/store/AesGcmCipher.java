package dev.dynogrid.core.store;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM. A sealed text is {@code v1:<key id>:<base64 of nonce, ciphertext and tag>}; the
 * context is authenticated with it.
 */
public final class AesGcmCipher implements ConfigCipher {
  private static final String FORM = "v1";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Supplier<ConfigKey> existing;
  private final Supplier<ConfigKey> made;
  private final SecureRandom random;

  /**
   * A cipher whose key is in a file, which is read, or made, when it is first needed.
   *
   * @param keyFile of mode 0600 if it is made here; in a directory that is there
   * @param random for nonces, and for a new key
   */
  public AesGcmCipher(Path keyFile, SecureRandom random) {
    this(new KeyFile(keyFile, random), random);
  }

  private AesGcmCipher(KeyFile file, SecureRandom random) {
    this(file::read, file::readOrMake, random);
  }

  /**
   * A cipher with a key that is kept elsewhere.
   *
   * @param key 32 bytes
   * @param random for nonces
   */
  public AesGcmCipher(byte[] key, SecureRandom random) {
    this(ConfigKey.of(key), random);
  }

  private AesGcmCipher(ConfigKey key, SecureRandom random) {
    this(() -> key, () -> key, random);
  }

  private AesGcmCipher(
      Supplier<ConfigKey> existing, Supplier<ConfigKey> made, SecureRandom random) {
    this.existing = existing;
    this.made = made;
    this.random = Objects.requireNonNull(random, "random");
  }

  @Override
  public String seal(String plain, String context) {
    ConfigKey key = made.get();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] text = plain.getBytes(StandardCharsets.UTF_8);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(text);
      byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
      return FORM + ":" + key.id() + ":" + Base64.getEncoder().encodeToString(whole);
    } catch (GeneralSecurityException e) {
      throw new DynogridException(
          ErrorCode.INTERNAL, "cannot encipher the config vars of " + context, e);
    }
  }

  @Override
  public String open(String sealed, String context) {
    String[] parts = sealed.split(":", -1);
    if (parts.length != 3 || !parts[0].equals(FORM)) {
      throw corrupt(context, "they are not in the form that this version writes");
    }
    ConfigKey key = existing.get();
    if (!parts[1].equals(key.id())) {
      throw corrupt(
          context,
          "they are enciphered with key " + parts[1] + ", and the key here is " + key.id());
    }
    try {
      byte[] whole = Base64.getDecoder().decode(parts[2]);
      if (whole.length < NONCE_BYTES + TAG_BITS / 8) {
        throw corrupt(context, "they were cut");
      }
      byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, key, nonce, context)
              .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
      return new String(text, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw corrupt(context, "they were changed, or belong elsewhere");
    }
  }

  private static Cipher cipher(int mode, ConfigKey key, byte[] nonce, String context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key.bytes(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** Without a cause: what a decoder complains of may hold what it decodes. */
  private static DynogridException corrupt(String context, String why) {
    return new DynogridException(
        ErrorCode.CORRUPT, "cannot decipher the config vars of " + context + ": " + why);
  }
}
