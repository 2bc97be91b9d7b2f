package dev.dynogrid.core.store;

import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.tck.SlugStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class FileSlugStoreContractTest extends SlugStoreContract {
  @TempDir Path directory;

  @Override
  protected SlugStore newStore() {
    return new FileSlugStore(directory);
  }
}
