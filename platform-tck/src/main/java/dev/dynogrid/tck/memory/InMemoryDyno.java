package dev.dynogrid.tck.memory;

import dev.dynogrid.api.model.DynoCode;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.runtime.DynoExit;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.api.runtime.DynoStatus;
import dev.dynogrid.api.runtime.Streams;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A dyno: a thread that runs a program, and what is to be told of it. */
final class InMemoryDyno implements InMemoryProcess {
  private static final int TERMINATED = 128 + 15;
  private static final int KILLED = 128 + 9;
  private static final int FAILED = 1;
  private static final long LATEST = Long.MAX_VALUE;

  private final DynoSpec spec;
  private final HostId host;
  private final OptionalInt port;
  private final Clock clock;
  private final Instant startedAt;
  private final DynoOutput output;
  private final Consumer<DynoStatus> changed;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final CompletableFuture<DynoExit> ended = new CompletableFuture<>();
  private volatile Map<String, byte[]> files = Map.of();
  private volatile boolean listening;
  private @Nullable Thread thread;
  private boolean ignoresTerm;
  private OptionalInt signalled = OptionalInt.empty();
  private long killAt = LATEST;
  private boolean late;

  InMemoryDyno(
      DynoSpec spec, HostId host, OptionalInt port, Clock clock, Consumer<DynoStatus> changed) {
    this.spec = spec;
    this.host = host;
    this.port = port;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.output = new DynoOutput(spec, clock);
    this.changed = changed;
  }

  /** Runs on a thread of its own from here on. */
  synchronized void start(Map<String, byte[]> slug, InMemoryProgram program) {
    files = slug;
    Thread running = new Thread(() -> run(program), "dynogrid-memory-" + spec.name());
    running.setDaemon(true);
    thread = running;
    running.start();
  }

  private void run(InMemoryProgram program) {
    int status;
    try {
      status = program.run(this);
    } catch (InterruptedException e) {
      status = signalled();
    } catch (Exception e) {
      print("the program failed: " + e);
      status = FAILED;
    }
    end(status);
  }

  private synchronized int signalled() {
    return signalled.orElse(KILLED);
  }

  private void end(int status) {
    List<AutoCloseable> toClose;
    DynoExit exit;
    synchronized (this) {
      DynoExit plain = DynoExit.of(status, clock.instant());
      exit =
          late
              ? new DynoExit(status, Optional.of(DynoCode.R12), plain.reason(), plain.at())
              : plain;
      toClose = List.copyOf(open);
    }
    toClose.forEach(InMemoryDyno::close);
    output.end();
    end(exit);
  }

  private static void close(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception e) {
      throw new IllegalStateException("what a program had open could not be closed", e);
    }
  }

  /** It has ended, or never ran. */
  void end(DynoExit exit) {
    listening = false;
    if (ended.complete(exit)) {
      changed.accept(status());
    }
  }

  /** SIGTERM now and SIGKILL later; a second stop may only shorten the time. */
  void stop(Duration grace) {
    synchronized (this) {
      long at = System.nanoTime() + grace.toNanos();
      boolean first = killAt == LATEST;
      if (!first && at - killAt >= 0) {
        return;
      }
      killAt = at;
      if (grace.isZero() || grace.isNegative()) {
        signal(KILLED);
        return;
      }
      if (first && !ignoresTerm) {
        signal(TERMINATED);
      }
    }
    later(grace, this::kill);
  }

  private synchronized void kill() {
    if (!ended.isDone()) {
      late = true;
      signal(KILLED);
    }
  }

  private synchronized void signal(int status) {
    @Nullable Thread running = thread;
    if (running != null && !ended.isDone()) {
      signalled = OptionalInt.of(status);
      running.interrupt();
    }
  }

  private static void later(Duration time, Runnable action) {
    CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS).execute(action);
  }

  DynoStatus status() {
    Optional<DynoExit> exit = Optional.ofNullable(ended.getNow(null));
    return new DynoStatus(
        spec.id(),
        spec.app(),
        spec.release(),
        spec.name(),
        Optional.of(host),
        exit.isPresent() ? DynoStatus.Phase.EXITED : DynoStatus.Phase.RUNNING,
        port.stream().mapToObj(number -> new Endpoint("127.0.0.1", number)).findFirst(),
        listening && exit.isEmpty(),
        exit,
        startedAt);
  }

  OptionalInt awaitExit(Duration atMost) throws InterruptedException {
    try {
      return OptionalInt.of(ended.get(atMost.toNanos(), TimeUnit.NANOSECONDS).status());
    } catch (TimeoutException e) {
      return OptionalInt.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a dyno ends one way or another, and never with this", e);
    }
  }

  HostId host() {
    return host;
  }

  DynoOutput output() {
    return output;
  }

  boolean hasEnded() {
    return ended.isDone();
  }

  @Override
  public DynoSpec spec() {
    return spec;
  }

  @Override
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(spec.environment());
    environment.put("HOME", spec.slug().appDirectory());
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("LANG", "C.UTF-8");
    environment.put("DYNO", spec.name().toString());
    port.ifPresent(number -> environment.put("PORT", Integer.toString(number)));
    return environment;
  }

  @Override
  public Map<String, byte[]> files() {
    return files;
  }

  @Override
  public int port() {
    return port.orElseThrow(
        () -> new DynogridException(ErrorCode.NOT_FOUND, spec.name() + " has no port"));
  }

  @Override
  public void print(String line) {
    output.print(line, spec.streams() == Streams.logged());
  }

  @Override
  public InputStream stdin() {
    return output.stdin();
  }

  @Override
  public OutputStream stdout() {
    return output.stdout();
  }

  @Override
  public OutputStream stderr() {
    return output.stderr();
  }

  @Override
  public void listens() {
    listening = true;
    changed.accept(status());
  }

  @Override
  public synchronized void closeAtEnd(AutoCloseable toClose) {
    open.add(toClose);
  }

  @Override
  public void awaitSignal() throws InterruptedException {
    never.await();
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    if (never.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException("nobody counts this down");
    }
  }

  @Override
  public synchronized void ignoreTerm() {
    ignoresTerm = true;
  }

  @Override
  public void exitAfter(Duration time, int status) {
    later(time, () -> signal(status));
  }
}
