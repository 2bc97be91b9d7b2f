package dev.dynogrid.core.store;

/** Enciphers config vars before they are stored. Safe for use by many threads. */
public interface ConfigCipher {
  /**
   * Enciphers.
   *
   * @param plain what is secret
   * @param context what it belongs to, such as an app's id; it opens in the same context only
   */
  String seal(String plain, String context);

  /**
   * Deciphers.
   *
   * @throws dev.dynogrid.api.model.DynogridException {@code CORRUPT} if it was sealed by another
   *     key or in another context, or was changed
   */
  String open(String sealed, String context);
}
