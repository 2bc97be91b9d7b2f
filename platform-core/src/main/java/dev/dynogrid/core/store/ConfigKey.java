package dev.dynogrid.core.store;

import dev.dynogrid.api.model.Arguments;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A key of AES-256, and the name that sealed texts know it by: the start of its SHA-256. */
final class ConfigKey {
  static final int BYTES = 32;
  private static final int ID_DIGITS = 8;

  private final byte[] bytes;
  private final String id;

  private ConfigKey(byte[] bytes, String id) {
    this.bytes = bytes;
    this.id = id;
  }

  static ConfigKey of(byte[] key) {
    Arguments.check(key.length == BYTES, "key", key.length + " bytes", BYTES + " bytes");
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return new ConfigKey(key.clone(), HexFormat.of().formatHex(digest).substring(0, ID_DIGITS));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  byte[] bytes() {
    return bytes.clone();
  }

  String id() {
    return id;
  }

  @Override
  public String toString() {
    return "key " + id;
  }
}
