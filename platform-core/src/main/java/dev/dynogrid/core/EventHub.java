package dev.dynogrid.core;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.PlatformListener;
import dev.dynogrid.api.model.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives events to listeners, in order, on an executor of one thread. */
final class EventHub implements Consumer<PlatformEvent> {
  private static final Logger log = LoggerFactory.getLogger(EventHub.class);

  private final List<PlatformListener> listeners;
  private final Executor oneThread;

  EventHub(Executor oneThread, List<PlatformListener> first) {
    this.oneThread = oneThread;
    this.listeners = new CopyOnWriteArrayList<>(first);
  }

  Subscription add(PlatformListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void accept(PlatformEvent event) {
    if (!listeners.isEmpty()) {
      oneThread.execute(() -> listeners.forEach(listener -> tell(listener, event)));
    }
  }

  private static void tell(PlatformListener listener, PlatformEvent event) {
    try {
      listener.happened(event);
    } catch (RuntimeException e) {
      log.warn("listener {} failed on {}", listener, event.getClass().getSimpleName(), e);
    }
  }
}
