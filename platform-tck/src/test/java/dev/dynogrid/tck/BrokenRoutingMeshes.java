package dev.dynogrid.tck;

import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.AppTraffic;
import dev.dynogrid.api.routing.MeshContext;
import dev.dynogrid.api.routing.MeshListener;
import dev.dynogrid.api.routing.MeshNode;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.routing.RouteTarget;
import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.tck.memory.InMemoryRoutingMesh;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Meshes that break one rule each. */
final class BrokenRoutingMeshes {
  private BrokenRoutingMeshes() {}

  /** A good mesh, of which a broken one overrides something. */
  private static class Mesh implements RoutingMesh {
    final InMemoryRoutingMesh good = new InMemoryRoutingMesh(Clock.systemUTC());

    @Override
    public Endpoint open(MeshContext context) {
      return good.open(context);
    }

    @Override
    public void publish(RouteChange change) {
      good.publish(change);
    }

    @Override
    public List<MeshNode> nodes() {
      return good.nodes();
    }

    @Override
    public AppTraffic traffic(AppId app) {
      return good.traffic(app);
    }

    @Override
    public void close() {
      good.close();
    }
  }

  private abstract static class Case extends RoutingMeshContract {
    @Override
    protected Duration patience() {
      return BrokenProvidersTest.PATIENCE;
    }

    @Override
    protected Duration promptness() {
      return BrokenProvidersTest.PROMPTNESS;
    }
  }

  private static RouteChange with(RouteChange change, UnaryOperator<AppRoute> each) {
    return new RouteChange(
        change.version(),
        change.complete(),
        change.routes().stream().map(each).toList(),
        change.removed());
  }

  private static AppRoute with(
      AppRoute route,
      Set<String> hosts,
      AppRoute.Mode mode,
      List<RouteTarget> targets,
      RouteSettings settings) {
    return new AppRoute(route.app(), route.name(), hosts, mode, targets, settings);
  }

  private static AppRoute with(AppRoute route, AppRoute.Mode mode) {
    return with(route, route.hostNames(), mode, route.targets(), route.settings());
  }

  @Breaks("rm1_anOldVersionIsPassedOver")
  static final class AppliesChangesAsTheyCome extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        private final AtomicLong own = new AtomicLong();
        private volatile long last;

        @Override
        public synchronized void publish(RouteChange change) {
          good.publish(
              new RouteChange(
                  own.incrementAndGet(), change.complete(), change.routes(), change.removed()));
          last = Math.max(last, change.version());
        }

        @Override
        public List<MeshNode> nodes() {
          return List.of(new MeshNode("broken", last, Optional.empty()));
        }
      };
    }
  }

  @Breaks("rm1_aChangeAppliesAsAWhole")
  static final class AppliesRouteByRoute extends Case {
    private static final int ROOM = 1_000;

    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        @Override
        public void publish(RouteChange change) {
          long base = change.version() * ROOM;
          boolean whole = change.complete() || !change.removed().isEmpty();
          int number = 0;
          for (AppRoute route : whole ? List.<AppRoute>of() : change.routes()) {
            good.publish(new RouteChange(base + number++, false, List.of(route), Set.of()));
            LockSupport.parkNanos(100_000);
          }
          good.publish(
              new RouteChange(
                  base + ROOM - 1,
                  change.complete(),
                  whole ? change.routes() : List.of(),
                  change.removed()));
        }

        @Override
        public List<MeshNode> nodes() {
          return good.nodes().stream()
              .map(n -> new MeshNode(n.name(), n.acknowledged() / ROOM, n.leaseUntil()))
              .toList();
        }
      };
    }
  }

  @Breaks("rm1_aCompleteChangeTakesEveryOtherRouteAway")
  static final class KeepsWhatACompleteChangeLacks extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        @Override
        public void publish(RouteChange change) {
          good.publish(new RouteChange(change.version(), false, change.routes(), change.removed()));
        }
      };
    }
  }

  @Breaks("rm1_aRouteIsReplacedAsAWhole")
  static final class AddsHostNames extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        private final Map<AppId, Set<String>> ever = new ConcurrentHashMap<>();

        @Override
        public void publish(RouteChange change) {
          good.publish(with(change, this::merged));
        }

        private AppRoute merged(AppRoute route) {
          Set<String> all = ever.computeIfAbsent(route.app(), app -> ConcurrentHashMap.newKeySet());
          all.addAll(route.hostNames());
          return with(route, all, route.mode(), route.targets(), route.settings());
        }
      };
    }
  }

  @Breaks("rm2_publishDoesNotWaitAndNodesTellTheVersion")
  static final class WaitsForTheDrain extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        @Override
        public void publish(RouteChange change) {
          good.publish(change);
          long end = System.nanoTime() + BrokenProvidersTest.PROMPTNESS.plusMillis(100).toNanos();
          while (System.nanoTime() < end
              && change.routes().stream()
                  .anyMatch(route -> !good.traffic(route.app()).inFlight().isEmpty())) {
            LockSupport.parkNanos(1_000_000);
          }
        }
      };
    }
  }

  @Breaks("rm3_onceAcknowledgedNoRequestGoesToTheOldDyno")
  static final class AcknowledgesBeforeItApplies extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        private volatile long said;

        @Override
        public void publish(RouteChange change) {
          said = Math.max(said, change.version());
          boolean busy =
              change.routes().size() == 1
                  && good.traffic(change.routes().get(0).app()).releases().values().stream()
                      .anyMatch(counts -> counts.requests() == 10);
          if (busy) {
            Contract.daemon(
                    () -> {
                      LockSupport.parkNanos(1_000_000_000);
                      good.publish(change);
                    })
                .start();
          } else {
            good.publish(change);
          }
        }

        @Override
        public List<MeshNode> nodes() {
          return List.of(new MeshNode("broken", said, Optional.empty()));
        }
      };
    }
  }

  @Breaks("rm4_aNodeOfThisProcessAcknowledgesAtOnce")
  static final class AcknowledgesLater extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        private volatile long last;
        private volatile long before;
        private volatile long at;

        @Override
        public synchronized void publish(RouteChange change) {
          good.publish(change);
          if (change.version() > last) {
            before = last;
            last = change.version();
            at = System.nanoTime();
          }
        }

        @Override
        public synchronized List<MeshNode> nodes() {
          boolean late = System.nanoTime() - at < 150_000_000;
          return List.of(new MeshNode("broken", late ? before : last, Optional.empty()));
        }
      };
    }
  }

  @Breaks("rm5_requestsInFlightToADynoThatLeavesGoOn")
  static final class ForgetsDynosThatLeft extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        private final Map<AppId, Set<DynoId>> routed = new ConcurrentHashMap<>();

        @Override
        public void publish(RouteChange change) {
          change
              .routes()
              .forEach(
                  route ->
                      routed.put(
                          route.app(),
                          route.targets().stream()
                              .map(RouteTarget::dyno)
                              .collect(Collectors.toSet())));
          good.publish(change);
        }

        @Override
        public AppTraffic traffic(AppId app) {
          AppTraffic all = good.traffic(app);
          Map<DynoId, Integer> known = new HashMap<>(all.inFlight());
          known.keySet().retainAll(routed.getOrDefault(app, Set.of()));
          return new AppTraffic(known, all.waiting(), all.releases(), all.lastRequest());
        }
      };
    }
  }

  @Breaks("rm5_trafficCountsRequestsAndErrors")
  static final class CountsNoErrors extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        @Override
        public AppTraffic traffic(AppId app) {
          AppTraffic all = good.traffic(app);
          return new AppTraffic(
              all.inFlight(),
              all.waiting(),
              all.releases().entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          Map.Entry::getKey,
                          entry -> new AppTraffic.Counts(entry.getValue().requests(), 0))),
              all.lastRequest());
        }
      };
    }
  }

  /** Each dyno is reached through a relay which sends an order once more if it had no answer. */
  @Breaks("rm6_aPostThatReachedADynoIsNotSentAgain")
  static final class SendsOrdersAgain extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        private final List<TestDyno> relays = new CopyOnWriteArrayList<>();

        @Override
        public void publish(RouteChange change) {
          good.publish(with(change, this::relayed));
        }

        private AppRoute relayed(AppRoute route) {
          boolean one = route.targets().size() == 2;
          List<RouteTarget> targets = route.targets().stream().map(this::relayed).toList();
          return one
              ? with(route, route.hostNames(), route.mode(), targets, route.settings())
              : route;
        }

        private RouteTarget relayed(RouteTarget target) {
          try {
            TestDyno relay =
                TestDyno.answering(
                    (request, connection) -> {
                      send(request, target.endpoint());
                      send(request, target.endpoint());
                      connection.close();
                    });
            relays.add(relay);
            return new RouteTarget(
                target.dyno(), target.name(), target.release(), relay.endpoint(), target.weight());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        private void send(HttpText request, Endpoint to) throws IOException {
          try (Socket socket = new Socket(to.host(), to.port())) {
            TestDyno.send(
                socket,
                request.start()
                    + "\r\n"
                    + String.join("\r\n", request.headers())
                    + "\r\n\r\n"
                    + request.body());
            socket.getInputStream().readAllBytes();
          }
        }

        @Override
        public void close() {
          good.close();
          relays.forEach(
              relay -> {
                try {
                  relay.close();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
        }
      };
    }
  }

  @Breaks({
    "rm7_aRequestOnHoldEndsWithItsClient",
    "rm7_aRequestOnHoldWaitsForItsDyno",
    "rm7_aRequestOnHoldWaitsNotForEver",
    "rm7_requestsOnHoldAreBoundedInNumber"
  })
  static final class RefusesWhatIsOnHold extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        @Override
        public void publish(RouteChange change) {
          good.publish(
              with(
                  change,
                  route ->
                      route.mode() == AppRoute.Mode.HOLD
                          ? with(route, AppRoute.Mode.NO_DYNOS)
                          : route));
        }
      };
    }
  }

  @Breaks("rm7_aRequestOnHoldWaitsNotForEver")
  static final class HoldsForEver extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        @Override
        public void publish(RouteChange change) {
          good.publish(
              with(
                  change,
                  route ->
                      with(
                          route,
                          route.hostNames(),
                          route.mode(),
                          route.targets(),
                          patient(route.settings()))));
        }

        private RouteSettings patient(RouteSettings settings) {
          return new RouteSettings(
              settings.requestsPerDyno(),
              settings.backlogPerDyno(),
              settings.connectTimeout(),
              Duration.ofDays(1),
              settings.firstByteTimeout(),
              settings.idleTimeout(),
              settings.drainTimeout(),
              settings.cache());
        }
      };
    }
  }

  @Breaks("rm7_requestsOnHoldAreBoundedInNumber")
  static final class HoldsAnyNumber extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        @Override
        public void publish(RouteChange change) {
          good.publish(
              with(
                  change,
                  route ->
                      with(
                          route,
                          route.hostNames(),
                          route.mode(),
                          route.targets(),
                          new RouteSettings(
                              route.settings().requestsPerDyno(),
                              100_000,
                              route.settings().connectTimeout(),
                              route.settings().holdTimeout(),
                              route.settings().firstByteTimeout(),
                              route.settings().idleTimeout(),
                              route.settings().drainTimeout(),
                              false))));
        }
      };
    }
  }

  /** A mesh that tells less than it should. */
  private abstract static class Quiet extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        @Override
        public Endpoint open(MeshContext context) {
          return good.open(new MeshContext(logs(context.logs()), listener(context.listener())));
        }
      };
    }

    LogSink logs(LogSink logs) {
      return logs;
    }

    MeshListener listener(MeshListener listener) {
      return listener;
    }
  }

  @Breaks({"rm5_requestsInFlightToADynoThatLeavesGoOn", "rm7_aRequestOnHoldWaitsForItsDyno"})
  static final class TellsNobody extends Quiet {
    @Override
    MeshListener listener(MeshListener listener) {
      return MeshListener.NONE;
    }
  }

  @Breaks({
    "rm7_requestsOnHoldAreBoundedInNumber",
    "rm8_dynosThatFailHaveTheirCodes",
    "rm8_errorsHaveTheirCodeInTheAnswerAndInTheLog"
  })
  static final class LogsNothing extends Quiet {
    @Override
    LogSink logs(LogSink logs) {
      return line -> {};
    }
  }

  @Breaks("rm8_errorsHaveTheirCodeInTheAnswerAndInTheLog")
  static final class CallsMaintenanceACrash extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        @Override
        public void publish(RouteChange change) {
          good.publish(
              with(
                  change,
                  route ->
                      route.mode() == AppRoute.Mode.MAINTENANCE
                          ? with(route, AppRoute.Mode.CRASHED)
                          : route));
        }
      };
    }
  }

  @Breaks("rm8_beforeTheFirstRoutesEveryRequestIsAnsweredWithH99")
  static final class ServesBeforeItKnows extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        private static final int AHEAD = 1;

        @Override
        public Endpoint open(MeshContext context) {
          Endpoint endpoint = good.open(context);
          good.publish(new RouteChange(AHEAD, true, List.of(), Set.of()));
          return endpoint;
        }

        @Override
        public void publish(RouteChange change) {
          good.publish(
              new RouteChange(
                  change.version() + AHEAD, change.complete(), change.routes(), change.removed()));
        }

        @Override
        public List<MeshNode> nodes() {
          return good.nodes().stream()
              .map(n -> new MeshNode(n.name(), n.acknowledged() - AHEAD, n.leaseUntil()))
              .toList();
        }
      };
    }
  }

  @Breaks("rm10_hostNamesAreComparedWithoutCasePortAndDot")
  static final class TakesUnknownNamesForAnApps extends Case {
    @Override
    protected RoutingMesh newMesh() {
      return new Mesh() {
        @Override
        public void publish(RouteChange change) {
          good.publish(with(change, this::greedy));
        }

        private AppRoute greedy(AppRoute route) {
          Set<String> hosts = new HashSet<>(route.hostNames());
          hosts.add("unknown.tck.test");
          return with(route, hosts, route.mode(), route.targets(), route.settings());
        }
      };
    }
  }
}
