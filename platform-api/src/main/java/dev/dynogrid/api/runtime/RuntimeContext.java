package dev.dynogrid.api.runtime;

import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.store.StateStore;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;

/**
 * What the platform hands to a runtime.
 *
 * @param platform the identity of the platform, for labels
 * @param directory a directory for the runtime alone; absolute; exists. On a stack without a fixed
 *     app directory, apps are compiled, and stay for their dynos, below its folder {@code trees}
 * @param slugs where slugs come from
 * @param store for what must be reserved, such as ports
 * @param logs takes what dynos print, and what the runtime has to say of them
 * @param listener is told when something happened
 */
public record RuntimeContext(
    UUID platform,
    Path directory,
    SlugStore slugs,
    StateStore store,
    LogSink logs,
    DynoListener listener) {
  /** Checks that all parts are there. */
  public RuntimeContext {
    Objects.requireNonNull(platform, "platform");
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(slugs, "slugs");
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(logs, "logs");
    Objects.requireNonNull(listener, "listener");
  }
}
