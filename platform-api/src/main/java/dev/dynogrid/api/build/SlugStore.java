package dev.dynogrid.api.build;

import dev.dynogrid.api.model.SlugId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the archives of slugs, named by the SHA-256 of their uncompressed bytes.
 *
 * <ul>
 *   <li><b>LU-1</b> (MUST) When {@link #put} returns, the archive is there, whole and durable, and
 *       stays until it is removed. When it throws, or the process ends before it returns, {@link
 *       #open} finds nothing under that id, unless it was there before.
 *   <li><b>LU-2</b> (MUST) {@link #put} refuses content whose SHA-256 is not the id, and keeps none
 *       of it. Putting what is there is without effect.
 *   <li><b>LU-3</b> (MUST) {@link #open} gives the uncompressed bytes, however they are kept. It
 *       does not check them: the host where they arrive does.
 *   <li><b>LU-4</b> (MUST) It is safe for use by many threads and, if shared, by many control
 *       planes.
 *   <li><b>LU-5</b> (SHOULD) Removing what is being read does not cut the reader short.
 * </ul>
 */
public interface SlugStore {
  /** Writes an archive to where it is asked to. */
  @FunctionalInterface
  interface Content {
    /** Writes all of the uncompressed bytes; does not close the stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Keeps an archive.
   *
   * @throws IOException if it cannot be kept, or is not what its id says
   */
  void put(SlugId id, Content content) throws IOException;

  /**
   * The archive's uncompressed bytes.
   *
   * @return empty if there is no such slug
   */
  Optional<InputStream> open(SlugId id) throws IOException;

  /** Whether there is such a slug. */
  boolean contains(SlugId id) throws IOException;

  /** All that is kept. */
  Set<SlugId> list() throws IOException;

  /** Removes a slug; without effect if there is none. */
  void remove(SlugId id) throws IOException;

  /**
   * An address from which a host can fetch the archive without credentials.
   *
   * @param lifetime how long it must work
   * @return empty if this store has none: the platform then serves the archive itself
   */
  default Optional<URI> link(SlugId id, Duration lifetime) {
    return Optional.empty();
  }
}
