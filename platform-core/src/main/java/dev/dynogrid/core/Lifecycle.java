package dev.dynogrid.core;

import dev.dynogrid.api.PlatformAddresses;
import dev.dynogrid.api.capacity.CapacityContext;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.routing.MeshContext;
import dev.dynogrid.api.runtime.RuntimeContext;
import dev.dynogrid.core.store.DataDirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and ends a platform. Every step of a start is undone in reverse order when a later one
 * fails, and when the platform closes.
 */
@Singleton
final class Lifecycle {
  private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

  /** For all dynos to end: the grid's drain and grace times, and some. */
  private static final Duration LAST_DYNOS = Duration.ofSeconds(45);

  private final Engine engine;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Deque<Undo> undos = new ArrayDeque<>();
  private volatile PlatformState state = PlatformState.NEW;
  private volatile @Nullable PlatformAddresses addresses;

  private record Undo(String what, Runnable action) {}

  @Inject
  Lifecycle(Engine engine) {
    this.engine = engine;
  }

  synchronized void start() {
    if (state == PlatformState.RUNNING) {
      return;
    }
    move(PlatformState.STARTING);
    try {
      startParts();
      move(PlatformState.RUNNING);
    } catch (RuntimeException e) {
      move(PlatformState.CLOSING);
      undoAll();
      throw e;
    }
  }

  /** The mesh takes the longest to load, and needs nothing of the others until it has routes. */
  private void startParts() {
    undoLater("threads", engine.threads()::close);
    makeDirectories();
    undoLater("data directory", DataDirectoryLock.acquire(engine.data().root())::close);
    CompletableFuture<Endpoint> mesh =
        CompletableFuture.supplyAsync(this::openMesh, engine.threads().workers);
    undoLater(
        "mesh",
        () -> {
          mesh.handle((endpoint, error) -> endpoint).join();
          engine.mesh().close();
        });
    openStore();
    undoLater("compiler", engine.deploys()::close);
    openRuntime();
    openCapacity();
    Endpoint meshEndpoint = joined(mesh);
    undoLater("grid", engine.grid()::detach);
    engine.grid().start();
    undoLater("control port", engine.control()::close);
    Endpoint controlEndpoint = engine.control().open();
    addresses =
        new PlatformAddresses(
            reachable(meshEndpoint), reachable(controlEndpoint), engine.config().domain());
  }

  private void openStore() {
    undoLater("store", engine.store()::close);
    engine.store().open();
    engine.ledger().load();
  }

  private Endpoint openMesh() {
    return engine.mesh().open(new MeshContext(engine.logs(), engine.grid().meshListener()));
  }

  private void openRuntime() {
    undoLater("runtime", engine.runtime()::close);
    engine
        .runtime()
        .open(
            new RuntimeContext(
                platformId(),
                engine.data().runtime(),
                engine.slugs(),
                engine.store(),
                engine.logs(),
                engine.grid().dynoListener()));
  }

  private void openCapacity() {
    undoLater("capacity provider", engine.capacity()::close);
    engine
        .capacity()
        .open(new CapacityContext(platformId(), engine.bootstrap(), engine.grid().hostListener()));
  }

  private UUID platformId() {
    return engine.ledger().platformId();
  }

  /** Loopback is what people type as localhost. */
  private static Endpoint reachable(Endpoint endpoint) {
    return endpoint.host().equals("127.0.0.1") || endpoint.host().equals("0.0.0.0")
        ? new Endpoint("localhost", endpoint.port())
        : endpoint;
  }

  private static Endpoint joined(CompletableFuture<Endpoint> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof DynogridException failure) {
        throw failure;
      }
      throw new DynogridException(
          ErrorCode.INTERNAL, "the mesh could not be opened: " + e.getCause(), e);
    }
  }

  private void makeDirectories() {
    for (Path directory :
        new Path[] {
          engine.data().root(),
          engine.data().slugs(),
          engine.data().repositories(),
          engine.data().caches(),
          engine.data().runtime(),
          engine.data().trees()
        }) {
      makeDirectory(directory);
    }
  }

  private static void makeDirectory(Path directory) {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.MISSING_PREREQUISITE,
          "cannot use the data directory: "
              + directory
              + " cannot be made ("
              + e
              + "): choose one that can be written to",
          e);
    }
  }

  PlatformAddresses addresses() {
    @Nullable PlatformAddresses known = addresses;
    if (known == null) {
      throw new DynogridException(
          ErrorCode.NOT_RUNNING, "the platform has no addresses before it has started");
    }
    return known;
  }

  void requireRunning() {
    if (state != PlatformState.RUNNING) {
      throw new DynogridException(
          ErrorCode.NOT_RUNNING, "the platform is not running, but " + state);
    }
  }

  void awaitClosed() throws InterruptedException {
    closed.await();
  }

  /** Lets go, and leaves dynos running. */
  synchronized void detach() {
    end(() -> {});
  }

  /** Requests in flight are finished, then dynos are stopped, then everything is let go of. */
  synchronized void close() {
    end(
        () -> {
          engine.control().close();
          engine.mesh().close();
          Waits.on(engine.grid().stopAll(), LAST_DYNOS, "the dynos to end");
          engine.threads().finishWork();
        });
  }

  private void end(Runnable first) {
    if (state == PlatformState.CLOSED) {
      return;
    }
    boolean running = state == PlatformState.RUNNING;
    move(running ? PlatformState.CLOSING : PlatformState.CLOSED);
    if (running) {
      engine.deploys().cancelAll();
      attempt("dynos", first);
      undoAll();
    }
    closed.countDown();
  }

  private void undoLater(String what, Runnable action) {
    undos.push(new Undo(what, action));
  }

  private void undoAll() {
    while (!undos.isEmpty()) {
      Undo undo = undos.pop();
      attempt(undo.what(), undo.action());
    }
    move(PlatformState.CLOSED);
    closed.countDown();
  }

  /** One part that cannot be ended must not keep the others. */
  private static void attempt(String what, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      log.error("could not end the {}", what, e);
    }
  }

  private void move(PlatformState next) {
    if (!state.canBecome(next)) {
      throw new DynogridException(
          ErrorCode.NOT_RUNNING, "a platform that is " + state + " cannot become " + next);
    }
    state = next;
  }
}
