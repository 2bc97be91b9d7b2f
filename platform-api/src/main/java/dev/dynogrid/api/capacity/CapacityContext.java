package dev.dynogrid.api.capacity;

import java.util.Objects;
import java.util.UUID;

/**
 * What the platform hands to a capacity provider.
 *
 * @param platform the identity of the platform, for tags
 * @param bootstrap what makes a bare machine a host
 * @param listener is told when something happened; a hint
 */
public record CapacityContext(UUID platform, HostBootstrap bootstrap, HostListener listener) {
  /** Checks that all parts are there. */
  public CapacityContext {
    Objects.requireNonNull(platform, "platform");
    Objects.requireNonNull(bootstrap, "bootstrap");
    Objects.requireNonNull(listener, "listener");
  }
}
