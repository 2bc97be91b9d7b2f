package dev.dynogrid.core.deploy;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.SlugId;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.core.store.Ledger;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the runtime remove unpacked slugs that nothing runs. Archives stay: a rollback may want any.
 * While a build is between its last act and its release, nothing is removed.
 */
final class SlugKeeper {
  private static final Logger log = LoggerFactory.getLogger(SlugKeeper.class);

  private final Set<SlugId> inUse = ConcurrentHashMap.newKeySet();
  private final AtomicInteger nameless = new AtomicInteger();
  private final Ledger ledger;
  private final DynoRuntime runtime;

  SlugKeeper(Ledger ledger, DynoRuntime runtime) {
    this.ledger = ledger;
    this.runtime = runtime;
  }

  /** A build begins whose slug is not known yet. */
  synchronized Use begin() {
    nameless.incrementAndGet();
    return new Use();
  }

  /** A slug that must stay until the release that it is for is decided. */
  final class Use implements AutoCloseable {
    private final Set<SlugId> slugs = new HashSet<>();

    void of(SlugId slug) {
      synchronized (SlugKeeper.this) {
        if (slugs.isEmpty()) {
          nameless.decrementAndGet();
        }
        slugs.add(slug);
        inUse.add(slug);
      }
    }

    @Override
    public void close() {
      synchronized (SlugKeeper.this) {
        if (slugs.isEmpty()) {
          nameless.decrementAndGet();
        }
        inUse.removeAll(slugs);
      }
    }
  }

  /** Removes what is not needed, if no build is at the point where that cannot be told. */
  synchronized void tidy() {
    if (nameless.get() > 0) {
      return;
    }
    Set<SlugId> needed = new HashSet<>(inUse);
    ledger.apps().stream()
        .flatMap(entry -> ledger.currentRelease(entry.app().id()).stream())
        .map(Release::slug)
        .forEach(slug -> needed.add(slug.id()));
    try {
      runtime.prune(needed);
    } catch (DynogridException e) {
      log.warn("could not remove old slugs: {}", e.getMessage());
    }
  }
}
