package dev.dynogrid.core.runtime;

import dev.dynogrid.api.model.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches dynos from their start until they listen, every few milliseconds, on one thread. The
 * first thing to wait for is the socket of the dyno's shim.
 */
final class BootWatch {
  private static final Logger log = LoggerFactory.getLogger(BootWatch.class);

  private static final long PAUSE_MILLIS = 2;
  private static final Duration SHIM_START = Duration.ofSeconds(10);

  private final Set<ProcessDyno> boots = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer;
  private final ListenWatch watch;
  private boolean ticking;

  /** Connects to a shim. */
  interface Connect {
    void run() throws IOException;
  }

  BootWatch(ListenWatch watch, String threadName) {
    this.watch = watch;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, threadName);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A dyno that is connected to. */
  void watch(ProcessDyno dyno) {
    add(dyno);
  }

  /** A dyno whose shim has just been started; returns when it is connected to, or has failed. */
  void connectThenWatch(ProcessDyno dyno, Connect connect) throws IOException {
    Path socket = dyno.directory().resolve("sock");
    long until = System.nanoTime() + SHIM_START.toNanos();
    while (true) {
      if (Files.exists(socket) || Files.exists(dyno.directory().resolve("exit"))) {
        try {
          connect.run();
          break;
        } catch (IOException e) {
          if (Files.exists(dyno.directory().resolve("exit"))) {
            throw e;
          }
        }
      }
      if (System.nanoTime() > until) {
        throw new IOException(
            "its supervisor did not start: "
                + Files.readString(dyno.directory().resolve("shim.log")).strip());
      }
      pause();
    }
    watch(dyno);
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MICROSECONDS.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private synchronized void add(ProcessDyno dyno) {
    if (!dyno.isBooting()) {
      return;
    }
    boots.add(dyno);
    if (!ticking) {
      ticking = true;
      timer.execute(this::tick);
    }
  }

  private void tick() {
    try {
      boots.removeIf(dyno -> !dyno.isBooting());
      if (!boots.isEmpty()) {
        look();
      }
    } catch (IOException | RuntimeException e) {
      log.warn("could not look who listens: {}", e.toString());
    }
    again();
  }

  private synchronized void again() {
    ticking = !boots.isEmpty() && !timer.isShutdown();
    if (ticking) {
      timer.schedule(this::tick, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void look() throws IOException {
    boolean owners = watch.canTellOwners();
    Map<Integer, Set<ListenWatch.Listening>> listening = owners ? watch.listening() : Map.of();
    for (ProcessDyno dyno : List.copyOf(boots)) {
      int port = dyno.record().port().orElse(0);
      Set<ListenWatch.Listening> sockets = listening.getOrDefault(port, Set.of());
      boolean listens =
          owners ? !sockets.isEmpty() && owns(dyno, sockets) : ListenWatch.takesConnections(port);
      if (listens) {
        boots.remove(dyno);
        boolean only6 = owners && sockets.stream().allMatch(ListenWatch.Listening::loopback6);
        dyno.listens(new Endpoint(only6 ? "::1" : "127.0.0.1", port));
      }
    }
  }

  private boolean owns(ProcessDyno dyno, Set<ListenWatch.Listening> sockets) throws IOException {
    List<Identity> identities = Identity.readFrom(dyno.directory());
    for (Identity identity : identities) {
      if (watch.owns(identity.pid(), sockets)) {
        return true;
      }
    }
    return false;
  }

  synchronized void close() {
    timer.shutdownNow();
  }
}
