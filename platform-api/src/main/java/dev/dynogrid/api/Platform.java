package dev.dynogrid.api;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.Subscription;

/**
 * A hosting platform: apps are pushed to it, it compiles them, proves that they start, runs them,
 * and brings them their requests.
 *
 * <p>All methods of this interface and of the parts that it gives are safe for use by many threads,
 * and may block. Unless it says otherwise, a method throws {@link
 * dev.dynogrid.api.model.DynogridException} when it cannot do what it was asked ({@code NOT_FOUND}
 * for an app that there is not, {@code NOT_RUNNING} before {@link #start} and after {@link
 * #close}), and {@link IllegalArgumentException} for arguments that can never be right. An
 * interrupted thread gets {@code CANCELLED}, with its interrupt flag set. What a method has
 * returned from is durable.
 */
public interface Platform extends AutoCloseable {
  /**
   * Starts: reads the store, opens the providers, adopts or starts dynos, and listens. Returns once
   * both ports answer; dynos may still be starting. Without effect if it has been started.
   *
   * @throws dev.dynogrid.api.model.DynogridException if it cannot start, with what is in the way;
   *     it has then let go of everything, and stays closed
   */
  void start();

  /** Where it can be reached. */
  PlatformAddresses addresses();

  /** A view of this platform whose changes are recorded as asked for by {@code actor}. */
  Platform actingAs(Actor actor);

  /** Apps: create, find, rename, destroy, maintenance mode. */
  Apps apps();

  /** Config vars. */
  Config config();

  /** How many dynos of each process type an app wants. */
  Formations formation();

  /** The ledger of releases, deploys and rollbacks. */
  Releases releases();

  /** Dynos: what runs, restarts, one-off dynos. */
  Dynos dynos();

  /** Further host names of apps. */
  Domains domains();

  /** The logs of apps. */
  Logs logs();

  /** Why things are as they are. */
  Explanations why();

  /** {@link Explanations#app}. */
  default Explanation why(AppId app) {
    return why().app(app);
  }

  /** {@link Explanations#dyno}. */
  default Explanation why(DynoId dyno) {
    return why().dyno(dyno);
  }

  /**
   * Tells a listener of everything that happens from now on, in order, on one thread of the
   * platform's. A listener that throws is logged; one that blocks delays other listeners.
   */
  Subscription listen(PlatformListener listener);

  /** Waits until the platform is closed or detached. */
  void awaitClose() throws InterruptedException;

  /**
   * Stops listening and lets go of everything, and leaves dynos running for the next start to
   * adopt.
   */
  void detach();

  /**
   * Stops listening, drains and stops all dynos, and lets go of everything. Bounded by the drain
   * time and the grace period of dynos. Idempotent.
   */
  @Override
  void close();
}
