package dev.dynogrid.api;

/** Is told what happens in a platform. */
@FunctionalInterface
public interface PlatformListener {
  /** Something happened. */
  void happened(PlatformEvent event);
}
