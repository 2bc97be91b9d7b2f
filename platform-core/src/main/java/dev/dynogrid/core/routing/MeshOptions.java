package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.Arguments;
import java.time.Duration;

/**
 * How a mesh listens, and what is the same for all its apps.
 *
 * @param listenAddress an address or a name of this machine; {@code 0.0.0.0} for all
 * @param port 0 for a free one
 * @param threads that carry requests, 1 to 256
 * @param clientIdle how long a client may keep a connection without a request, and how long it may
 *     take to send the head of one
 * @param quarantine how long a dyno that does not take connections is left alone before it is
 *     probed
 * @param upgradesPerDyno upgraded connections (WebSockets) to one dyno at most
 */
public record MeshOptions(
    String listenAddress,
    int port,
    int threads,
    Duration clientIdle,
    Duration quarantine,
    int upgradesPerDyno) {
  private static final int MOST_THREADS = 256;
  private static final int USUAL_THREADS = 16;

  /** Checks the ranges. */
  public MeshOptions {
    Arguments.check(
        !listenAddress.isBlank(), "listen address", listenAddress, "an address of this machine");
    Arguments.within("routing port", port, 0, 65_535);
    Arguments.within("mesh threads", threads, 1, MOST_THREADS);
    Arguments.check(clientIdle.toMillis() > 0, "client idle time", clientIdle, "1 ms or more");
    Arguments.check(quarantine.toMillis() > 0, "quarantine", quarantine, "1 ms or more");
    Arguments.within("upgrades per dyno", upgradesPerDyno, 0, 1_000_000);
  }

  /**
   * The usual ones: a thread a core (16 at most), 60 s for idle clients, 5 s of quarantine, 2,000
   * upgraded connections a dyno.
   */
  public static MeshOptions at(String listenAddress, int port) {
    return new MeshOptions(
        listenAddress,
        port,
        Math.min(USUAL_THREADS, Runtime.getRuntime().availableProcessors()),
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        2_000);
  }

  /** The same with another number of threads. */
  public MeshOptions withThreads(int count) {
    return new MeshOptions(listenAddress, port, count, clientIdle, quarantine, upgradesPerDyno);
  }

  /** The same with another time for idle clients. */
  public MeshOptions withClientIdle(Duration idle) {
    return new MeshOptions(listenAddress, port, threads, idle, quarantine, upgradesPerDyno);
  }

  /** The same with another time of quarantine. */
  public MeshOptions withQuarantine(Duration time) {
    return new MeshOptions(listenAddress, port, threads, clientIdle, time, upgradesPerDyno);
  }
}
