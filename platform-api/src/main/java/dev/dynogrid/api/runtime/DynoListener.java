package dev.dynogrid.api.runtime;

/** Is told when a dyno changed. Calls are hints; they return quickly and may come on any thread. */
@FunctionalInterface
public interface DynoListener {
  /** The dyno began to listen, or ended. The status is as of the call. */
  void changed(DynoStatus status);
}
