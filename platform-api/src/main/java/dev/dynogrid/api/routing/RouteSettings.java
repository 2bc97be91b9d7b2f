package dev.dynogrid.api.routing;

import dev.dynogrid.api.model.Arguments;
import java.time.Duration;

/**
 * Limits and times of a route. The usual ones are those of this field's reference platform.
 *
 * @param requestsPerDyno requests in flight to one dyno at most; 1 serves single-threaded app
 *     servers
 * @param backlogPerDyno requests that wait for a free dyno at most, times the number of dynos; more
 *     are answered with H11
 * @param connections requests and upgraded connections of the app at a time at most, those that
 *     wait included: more are answered with H22
 * @param connectTimeout for one attempt to connect
 * @param holdTimeout how long a request waits for a dyno that boots: H20
 * @param firstByteTimeout from the end of the request to the first byte of the response: H12
 * @param idleTimeout between two bytes after that, either way: H15, H28
 * @param drainTimeout how long requests in flight to a dyno that leaves may take
 * @param cache whether responses are cached
 * @param compress whether responses are compressed where the client wants it and the app has not
 */
public record RouteSettings(
    int requestsPerDyno,
    int backlogPerDyno,
    int connections,
    Duration connectTimeout,
    Duration holdTimeout,
    Duration firstByteTimeout,
    Duration idleTimeout,
    Duration drainTimeout,
    boolean cache,
    boolean compress) {
  private static final int USUAL_CONNECTIONS = 10_000;

  /**
   * 50 requests and a backlog of 50 a dyno, 10,000 of an app; 5 s, 75 s, 30 s, 55 s, 30 s; cached;
   * compressed.
   */
  public static final RouteSettings USUAL =
      new RouteSettings(
          50,
          50,
          USUAL_CONNECTIONS,
          Duration.ofSeconds(5),
          Duration.ofSeconds(75),
          Duration.ofSeconds(30),
          Duration.ofSeconds(55),
          Duration.ofSeconds(30),
          true,
          true);

  /** Checks the ranges. */
  public RouteSettings {
    Arguments.within("requests per dyno", requestsPerDyno, 1, 100_000);
    Arguments.within("backlog per dyno", backlogPerDyno, 0, 100_000);
    Arguments.within("connections", connections, 1, 1_000_000);
    positive("connect timeout", connectTimeout);
    positive("hold timeout", holdTimeout);
    positive("first byte timeout", firstByteTimeout);
    positive("idle timeout", idleTimeout);
    positive("drain timeout", drainTimeout);
  }

  /** Settings with 10,000 requests of the app at a time, compressed. */
  public RouteSettings(
      int requestsPerDyno,
      int backlogPerDyno,
      Duration connectTimeout,
      Duration holdTimeout,
      Duration firstByteTimeout,
      Duration idleTimeout,
      Duration drainTimeout,
      boolean cache) {
    this(
        requestsPerDyno,
        backlogPerDyno,
        USUAL_CONNECTIONS,
        connectTimeout,
        holdTimeout,
        firstByteTimeout,
        idleTimeout,
        drainTimeout,
        cache,
        true);
  }

  /** These settings with another drain time. */
  public RouteSettings withDrainTimeout(Duration timeout) {
    return new RouteSettings(
        requestsPerDyno,
        backlogPerDyno,
        connections,
        connectTimeout,
        holdTimeout,
        firstByteTimeout,
        idleTimeout,
        timeout,
        cache,
        compress);
  }

  /** These settings with other numbers of requests: to a dyno, waiting for one, and of the app. */
  public RouteSettings withLimits(int perDyno, int backlog, int ofApp) {
    return new RouteSettings(
        perDyno,
        backlog,
        ofApp,
        connectTimeout,
        holdTimeout,
        firstByteTimeout,
        idleTimeout,
        drainTimeout,
        cache,
        compress);
  }

  /** These settings with responses compressed or as they are. */
  public RouteSettings withCompression(boolean compressed) {
    return new RouteSettings(
        requestsPerDyno,
        backlogPerDyno,
        connections,
        connectTimeout,
        holdTimeout,
        firstByteTimeout,
        idleTimeout,
        drainTimeout,
        cache,
        compressed);
  }

  private static void positive(String name, Duration duration) {
    Arguments.check(duration.toMillis() > 0, name, duration, "1 ms or more");
  }
}
