package dev.dynogrid.core.routing;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.dynogrid.api.routing.RoutePages;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of apps' own, fetched ahead and held, so that no request waits for one: 32 MB in all,
 * asked for anew when they are shown and older than a minute. Safe for use by many threads.
 */
final class AppPages implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NettyRoutingMesh.class);
  private static final long MOST_BYTES = 32L * 1024 * 1024;
  private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_WAITING = 10_000;
  private static final int THREADS = 8;

  private final PageFetcher fetcher;
  private final Cache<URI, Held> pages =
      CacheBuilder.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((URI uri, Held held) -> held.page().body().length() + uri.toString().length())
          .build();
  private final Set<URI> asked = ConcurrentHashMap.newKeySet();
  private final AtomicInteger number = new AtomicInteger();

  /** Several, so that the pages of some that never answer keep nobody else's. */
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING));

  private record Held(MeshPage page, long since) {}

  AppPages(PageFetcher fetcher) {
    this.fetcher = fetcher;
    threads.allowCoreThreadTimeOut(true);
    threads.setThreadFactory(
        task -> {
          Thread made = new Thread(task, "dynogrid-mesh-pages-" + number.incrementAndGet());
          made.setDaemon(true);
          return made;
        });
  }

  /** A route names pages: they are there when they are needed. */
  void prepare(RoutePages named) {
    named.error().ifPresent(this::hold);
    named.maintenance().ifPresent(this::hold);
  }

  /** The page of a URI; null if there is none at the moment. */
  @Nullable MeshPage get(Optional<URI> uri) {
    if (uri.isEmpty()) {
      return null;
    }
    Held held = hold(uri.get());
    return held == null ? null : held.page();
  }

  private @Nullable Held hold(URI uri) {
    Held held = pages.getIfPresent(uri);
    if ((held == null || System.nanoTime() - held.since() > FRESH_NANOS) && asked.add(uri)) {
      try {
        threads.execute(() -> fetch(uri));
      } catch (RejectedExecutionException e) {
        asked.remove(uri); // too many at a time, or the mesh closes: asked for again when needed
      }
    }
    return held;
  }

  private void fetch(URI uri) {
    try {
      pages.put(uri, new Held(fetcher.fetch(uri), System.nanoTime()));
    } catch (IOException | RuntimeException e) {
      LOG.warn("no page from {}: {}", PageFetcher.named(uri), e.toString());
      Held old = pages.getIfPresent(uri);
      if (old != null) {
        pages.put(uri, new Held(old.page(), System.nanoTime())); // shown on, and asked for later
      }
    } finally {
      asked.remove(uri);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
