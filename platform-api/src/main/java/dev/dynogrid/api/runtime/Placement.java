package dev.dynogrid.api.runtime;

import dev.dynogrid.api.capacity.Host;
import java.util.Objects;

/** Where a dyno is to run. */
public sealed interface Placement {
  /** On this host. */
  static Placement on(Host host) {
    return new OnHost(host);
  }

  /** Where the runtime likes: for those with {@code PLACES_BY_ITSELF}. */
  static Placement anywhere() {
    return Anywhere.INSTANCE;
  }

  /**
   * On one host.
   *
   * @param host a host that is ready or draining
   */
  record OnHost(Host host) implements Placement {
    /** Checks that there is a host. */
    public OnHost {
      Objects.requireNonNull(host, "host");
    }
  }

  /** Where the runtime likes. */
  enum Anywhere implements Placement {
    /** The only one. */
    INSTANCE
  }
}
