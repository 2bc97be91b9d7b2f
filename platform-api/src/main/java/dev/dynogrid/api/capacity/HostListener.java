package dev.dynogrid.api.capacity;

/** Is told when a host changed. Calls are hints; they return quickly and may come on any thread. */
@FunctionalInterface
public interface HostListener {
  /** The host became ready, is to be taken away, or is gone. */
  void changed(Host host);
}
