package dev.dynogrid.api.model;

/** Something that was asked to be told, until it is closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  /** Ends it; calls that are under way may still finish. Idempotent. */
  @Override
  void close();
}
