package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.Arguments;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

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
 * @param clientConnections of all clients at most; where there are as many, those go that have
 *     waited longest for a request, or for the rest of its head
 * @param connectionsPerAddress of one client address at most; 0 for no limit, as behind a load
 *     balancer, whose address all clients have
 * @param measuredApps apps that have meters of their own at most, the first to be asked for; the
 *     others are measured together
 * @param stages of the integrator's own, in their order
 * @param errorPages of the platform
 */
public record MeshOptions(
    String listenAddress,
    int port,
    int threads,
    Duration clientIdle,
    Duration quarantine,
    int upgradesPerDyno,
    int clientConnections,
    int connectionsPerAddress,
    int measuredApps,
    List<MeshStage> stages,
    ErrorPages errorPages) {
  private static final int MOST_THREADS = 256;
  private static final int USUAL_THREADS = 16;

  /** Checks the ranges, and takes a copy. */
  public MeshOptions {
    Arguments.check(
        !listenAddress.isBlank(), "listen address", listenAddress, "an address of this machine");
    Arguments.within("routing port", port, 0, 65_535);
    Arguments.within("mesh threads", threads, 1, MOST_THREADS);
    Arguments.check(clientIdle.toMillis() > 0, "client idle time", clientIdle, "1 ms or more");
    Arguments.check(quarantine.toMillis() > 0, "quarantine", quarantine, "1 ms or more");
    Arguments.within("upgrades per dyno", upgradesPerDyno, 0, 1_000_000);
    Arguments.within("client connections", clientConnections, 1, 10_000_000);
    Arguments.within("connections per address", connectionsPerAddress, 0, 10_000_000);
    Arguments.within("measured apps", measuredApps, 0, 1_000_000);
    stages = List.copyOf(stages);
    Objects.requireNonNull(errorPages, "errorPages");
  }

  /**
   * The usual ones: a thread a core (16 at most), 60 s for idle clients, 5 s of quarantine, 2,000
   * upgraded connections a dyno; as many client connections as leave a third of the files that this
   * process may open for dynos and the rest; 1,000 measured apps; nothing of an integrator's own.
   */
  public static MeshOptions at(String listenAddress, int port) {
    return new MeshOptions(
        listenAddress,
        port,
        Math.min(USUAL_THREADS, Runtime.getRuntime().availableProcessors()),
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        2_000,
        OpenFiles.forClients(),
        0,
        1_000,
        List.of(),
        ErrorPages.PLAIN);
  }

  /** The same with another number of threads. */
  public MeshOptions withThreads(int count) {
    return with(draft -> draft.threads = count);
  }

  /** The same with another time for idle clients, and another time of quarantine. */
  public MeshOptions withTimes(Duration idle, Duration ofQuarantine) {
    return with(
        draft -> {
          draft.clientIdle = idle;
          draft.quarantine = ofQuarantine;
        });
  }

  /** The same with other numbers of connections: upgraded to a dyno, of clients, of an address. */
  public MeshOptions withConnections(int upgrades, int ofClients, int ofAddress) {
    return with(
        draft -> {
          draft.upgradesPerDyno = upgrades;
          draft.clientConnections = ofClients;
          draft.connectionsPerAddress = ofAddress;
        });
  }

  /** The same with another number of apps that have meters of their own. */
  public MeshOptions withMeasuredApps(int count) {
    return with(draft -> draft.measuredApps = count);
  }

  /** The same with these stages, called in this order. */
  public MeshOptions withStages(List<MeshStage> own) {
    return with(draft -> draft.stages = own);
  }

  /** The same with these pages for what no app answered. */
  public MeshOptions withErrorPages(ErrorPages pages) {
    return with(draft -> draft.errorPages = pages);
  }

  private MeshOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finish();
  }

  /** What may be changed, while it is. */
  private static final class Draft {
    private final MeshOptions from;
    private int threads;
    private Duration clientIdle;
    private Duration quarantine;
    private int upgradesPerDyno;
    private int clientConnections;
    private int connectionsPerAddress;
    private int measuredApps;
    private List<MeshStage> stages;
    private ErrorPages errorPages;

    private Draft(MeshOptions from) {
      this.from = from;
      threads = from.threads;
      clientIdle = from.clientIdle;
      quarantine = from.quarantine;
      upgradesPerDyno = from.upgradesPerDyno;
      clientConnections = from.clientConnections;
      connectionsPerAddress = from.connectionsPerAddress;
      measuredApps = from.measuredApps;
      stages = from.stages;
      errorPages = from.errorPages;
    }

    private MeshOptions finish() {
      return new MeshOptions(
          from.listenAddress,
          from.port,
          threads,
          clientIdle,
          quarantine,
          upgradesPerDyno,
          clientConnections,
          connectionsPerAddress,
          measuredApps,
          stages,
          errorPages);
    }
  }
}
