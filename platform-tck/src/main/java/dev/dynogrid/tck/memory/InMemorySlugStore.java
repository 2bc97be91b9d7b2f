package dev.dynogrid.tck.memory;

import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.model.SlugId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Slugs in memory; they live as long as the first store does that they were put into. */
public final class InMemorySlugStore implements SlugStore {
  private final Map<SlugId, byte[]> slugs;

  /** An empty store. */
  public InMemorySlugStore() {
    this(new ConcurrentHashMap<>());
  }

  private InMemorySlugStore(Map<SlugId, byte[]> slugs) {
    this.slugs = slugs;
  }

  /** Another store over the same slugs, as of another control plane or after a restart. */
  public InMemorySlugStore another() {
    return new InMemorySlugStore(slugs);
  }

  /** Puts other bytes in the place of a slug's, as a broken disk or a forger would. */
  public void corrupt(SlugId id, byte[] content) {
    slugs.put(id, content.clone());
  }

  @Override
  public void put(SlugId id, Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    SlugId found = idOf(bytes.toByteArray());
    if (!found.equals(id)) {
      throw new IOException("slug " + id + " is refused: the SHA-256 of its content is " + found);
    }
    slugs.putIfAbsent(id, bytes.toByteArray());
  }

  /** The id that content has: its SHA-256. */
  public static SlugId idOf(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return new SlugId(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public Optional<InputStream> open(SlugId id) {
    byte @Nullable [] content = slugs.get(id);
    return content == null ? Optional.empty() : Optional.of(new ByteArrayInputStream(content));
  }

  @Override
  public boolean contains(SlugId id) {
    return slugs.containsKey(id);
  }

  @Override
  public Set<SlugId> list() {
    return Set.copyOf(slugs.keySet());
  }

  @Override
  public void remove(SlugId id) {
    slugs.remove(id);
  }
}
