package dev.dynogrid.core.store;

/**
 * Enciphers the values of config vars before they are stored. Safe for use by many threads.
 *
 * <p>A sealed text names its form and its key, so that ciphers and keys can be changed while texts
 * of the old ones are still stored.
 */
public interface ConfigCipher {
  /**
   * Seals a text.
   *
   * @param plain the secret
   * @param context where it belongs, such as {@code release <id>}: it opens only there
   */
  String seal(String plain, String context);

  /**
   * Opens what {@link #seal} made.
   *
   * @throws dev.dynogrid.api.model.DynogridException {@code CORRUPT} if the text, the key or the
   *     context is not the same; the message holds nothing of the content
   */
  String open(String sealed, String context);
}
