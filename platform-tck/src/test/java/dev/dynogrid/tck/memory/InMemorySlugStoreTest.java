package dev.dynogrid.tck.memory;

import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.tck.SlugStoreContract;

final class InMemorySlugStoreTest extends SlugStoreContract {
  private final InMemorySlugStore slugs = new InMemorySlugStore();

  @Override
  protected SlugStore newStore() {
    return slugs.another();
  }
}
