package dev.dynogrid.tck;

import dev.dynogrid.api.capacity.CapacityContext;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.HostListener;
import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.capacity.LaunchRequest;
import dev.dynogrid.api.capacity.LaunchStatus;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.LaunchId;
import dev.dynogrid.tck.memory.InMemoryCapacityProvider;
import dev.dynogrid.tck.memory.InMemoryCloud;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;

/** Capacity providers that break one rule each. */
final class BrokenCapacityProviders {
  private static final Duration BOOT = Duration.ofMillis(50);

  private BrokenCapacityProviders() {}

  /** A good provider, of which a broken one overrides something. */
  private static class Provider implements CapacityProvider {
    final InMemoryCapacityProvider good;

    Provider(InMemoryCapacityProvider good) {
      this.good = good;
    }

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public Set<Capability> capabilities() {
      return good.capabilities();
    }

    @Override
    public void open(CapacityContext context) {
      good.open(context);
    }

    @Override
    public void launch(LaunchRequest request) {
      good.launch(request);
    }

    @Override
    public List<LaunchStatus> launches() {
      return good.launches();
    }

    @Override
    public List<Host> list() {
      return good.list();
    }

    @Override
    public void terminate(HostId host) {
      good.terminate(host);
    }

    @Override
    public void close() {
      good.close();
    }
  }

  private static Host with(Host host, HostId id, Optional<LaunchId> launch, HostState state) {
    return new Host(
        id,
        launch,
        host.name(),
        state,
        host.resources(),
        host.failureDomain(),
        host.attributes(),
        host.leavesAt(),
        host.since());
  }

  private abstract static class Case extends CapacityProviderContract {
    final InMemoryCloud cloud =
        new InMemoryCloud(Clock.systemUTC()).withBootTime(BOOT).withEndTime(BOOT);

    @Override
    protected CapacityProvider newProvider() {
      return broken(new InMemoryCapacityProvider(cloud));
    }

    abstract CapacityProvider broken(InMemoryCapacityProvider good);

    @Override
    protected Duration patience() {
      return BrokenProvidersTest.PATIENCE;
    }

    @Override
    protected Duration promptness() {
      return BrokenProvidersTest.PROMPTNESS;
    }

    @Override
    protected void fallShort() {
      cloud.withShortfall(1);
    }

    @Override
    protected void loseSight() {
      cloud.withReach(false);
    }

    @Override
    protected void takeAway(HostId host) {
      cloud.announce(host, Instant.now().plusSeconds(120));
    }
  }

  @Breaks("cp1_launchAcceptsAndTheHostsComeIntoTheList")
  static final class WaitsForTheMachine extends Case {
    @Override
    CapacityProvider broken(InMemoryCapacityProvider good) {
      return new Provider(good) {
        private final AtomicBoolean waited = new AtomicBoolean();

        @Override
        public void launch(LaunchRequest request) {
          good.launch(request);
          if (waited.compareAndSet(
              false, true)) { // once: many waits would also use up CP-9's bound
            BrokenProvidersTest.dawdle();
          }
        }
      };
    }
  }

  @Breaks("cp2_aRepeatedLaunchAsksForNothingNew")
  static final class LaunchesAgainWhenAskedAgain extends Case {
    @Override
    CapacityProvider broken(InMemoryCapacityProvider good) {
      return new Provider(good) {
        private final Map<LaunchId, LaunchId> repeated = new HashMap<>();
        private final Set<LaunchId> seen = new HashSet<>();

        @Override
        public synchronized void launch(LaunchRequest request) {
          LaunchId id = request.id();
          if (!seen.add(id)) {
            id = new LaunchId(UUID.randomUUID());
            repeated.put(id, request.id());
          }
          good.launch(new LaunchRequest(id, request.count(), request.joinDeadline()));
        }

        @Override
        public synchronized List<Host> list() {
          return good.list().stream()
              .map(
                  host ->
                      with(
                          host,
                          host.id(),
                          host.launch().map(id -> repeated.getOrDefault(id, id)),
                          host.state()))
              .toList();
        }
      };
    }
  }

  @Breaks("cp2_aLaunchRepeatedAfterARestartAsksForNothingNew")
  static final class RemembersLaunchesInTheProvider extends Case {
    private final Map<LaunchId, LaunchId> repeated = new HashMap<>();

    @Override
    CapacityProvider broken(InMemoryCapacityProvider good) {
      return new Provider(good) {
        private final Set<LaunchId> seen = new HashSet<>();

        @Override
        public synchronized void launch(LaunchRequest request) {
          LaunchId id = request.id();
          boolean first = seen.add(id);
          boolean there =
              good.list().stream().anyMatch(host -> host.launch().equals(Optional.of(id)));
          if (first && there) {
            LaunchId again = new LaunchId(UUID.randomUUID());
            repeated.put(again, id);
            good.launch(new LaunchRequest(again, request.count(), request.joinDeadline()));
          } else if (first) {
            good.launch(request);
          }
        }

        @Override
        public synchronized List<Host> list() {
          return good.list().stream()
              .map(
                  host ->
                      with(
                          host,
                          host.id(),
                          host.launch().map(id -> repeated.getOrDefault(id, id)),
                          host.state()))
              .toList();
        }
      };
    }
  }

  @Breaks("cp3_whatWasAskedForIsListedOrUnderWay")
  static final class ListsOnlyWhatRuns extends Case {
    @Override
    CapacityProvider broken(InMemoryCapacityProvider good) {
      return new Provider(good) {
        @Override
        public List<Host> list() {
          return good.list().stream().filter(host -> host.state() != HostState.BOOTING).toList();
        }
      };
    }
  }

  @Breaks("cp3_anotherPlatformsHostsAreNotListed")
  static final class ListsEverybodysHosts extends Case {
    private final List<InMemoryCapacityProvider> all = new CopyOnWriteArrayList<>();

    @Override
    CapacityProvider broken(InMemoryCapacityProvider good) {
      return new Provider(good) {
        @Override
        public void open(CapacityContext context) {
          good.open(context);
          all.add(good);
        }

        @Override
        public List<Host> list() {
          return all.stream().flatMap(each -> each.list().stream()).distinct().toList();
        }

        @Override
        public void close() {
          all.remove(good);
          good.close();
        }
      };
    }
  }

  @Breaks("cp3_aProviderThatCannotKnowThrows")
  static final class SaysNoneWhenItCannotKnow extends Case {
    @Override
    CapacityProvider broken(InMemoryCapacityProvider good) {
      return new Provider(good) {
        @Override
        public List<Host> list() {
          try {
            return good.list();
          } catch (DynogridException e) {
            return List.of();
          }
        }
      };
    }
  }

  @Breaks({"cp2_aLaunchRepeatedAfterARestartAsksForNothingNew", "cp4_hostsCarryTheirLaunch"})
  static final class LosesTheLaunchAtARestart extends Case {
    @Override
    CapacityProvider broken(InMemoryCapacityProvider good) {
      return new Provider(good) {
        private Set<HostId> before = Set.of();

        @Override
        public void open(CapacityContext context) {
          good.open(context);
          before = Set.copyOf(good.list().stream().map(Host::id).toList());
        }

        @Override
        public List<Host> list() {
          return good.list().stream()
              .map(
                  host ->
                      before.contains(host.id())
                          ? with(host, host.id(), Optional.empty(), host.state())
                          : host)
              .toList();
        }
      };
    }
  }

  @Breaks("cp5_aTerminatedHostIsTerminatingUntilItIsGone")
  static final class CallsReadyWhatIsTerminating extends Case {
    @Override
    CapacityProvider broken(InMemoryCapacityProvider good) {
      return new Provider(good) {
        @Override
        public List<Host> list() {
          return good.list().stream()
              .map(
                  host ->
                      host.state() == HostState.TERMINATING
                          ? with(host, host.id(), host.launch(), HostState.READY)
                          : host)
              .toList();
        }
      };
    }
  }

  @Breaks({
    "cp5_aTerminatedHostIsTerminatingUntilItIsGone",
    "cp5_terminatingWhatIsUnknownDoesNothing"
  })
  static final class ThrowsWhereNothingIsToBeTerminated extends Case {
    @Override
    CapacityProvider broken(InMemoryCapacityProvider good) {
      return new Provider(good) {
        @Override
        public void terminate(HostId id) {
          if (good.list().stream().noneMatch(host -> host.id().equals(id))) {
            throw new DynogridException(ErrorCode.NOT_FOUND, "no host " + id);
          }
          good.terminate(id);
        }
      };
    }
  }

  @Breaks("cp6_aLaunchThatFellShortSaysSo")
  static final class KeepsQuietAboutAShortfall extends Case {
    @Override
    CapacityProvider broken(InMemoryCapacityProvider good) {
      return new Provider(good) {
        @Override
        public List<LaunchStatus> launches() {
          return List.of();
        }
      };
    }
  }

  @Breaks("cp7_statesOnlyGoForward")
  static final class GoesBackToRequested extends Case {
    @Override
    CapacityProvider broken(InMemoryCapacityProvider good) {
      cloud.withBootTime(Duration.ofMillis(300));
      return new Provider(good) {
        private int looks;

        @Override
        public List<Host> list() {
          looks++;
          return good.list().stream()
              .map(
                  host ->
                      host.state() == HostState.BOOTING && looks % 2 == 0
                          ? with(host, host.id(), host.launch(), HostState.REQUESTED)
                          : host)
              .toList();
        }
      };
    }
  }

  @Breaks({"cp4_hostsCarryTheirLaunch", "cp8_aHostKeepsItsId"})
  static final class MakesNewIdsAtEachStart extends Case {
    @Override
    CapacityProvider broken(InMemoryCapacityProvider good) {
      UUID salt = UUID.randomUUID();
      return new Provider(good) {
        @Override
        public void open(CapacityContext context) {
          HostListener listener = host -> context.listener().changed(renamed(host));
          good.open(new CapacityContext(context.platform(), context.bootstrap(), listener));
        }

        private Host renamed(Host host) {
          return with(host, mapped(host.id()), host.launch(), host.state());
        }

        private HostId mapped(HostId id) {
          return new HostId(
              UUID.nameUUIDFromBytes((id + " " + salt).getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public List<Host> list() {
          return good.list().stream().map(this::renamed).toList();
        }

        @Override
        public void terminate(HostId id) {
          good.list().stream()
              .map(Host::id)
              .filter(real -> mapped(real).equals(id))
              .forEach(good::terminate);
        }
      };
    }

    @Override
    protected void takeAway(HostId host) {
      Assumptions.abort("ids of the cloud are not known here");
    }
  }

  @Breaks({
    "cp10_theListenerHearsOfAHostThatIsTakenAway",
    "cp10_theListenerHearsOfReadyAndGoneHosts"
  })
  static final class TellsNobody extends Case {
    @Override
    CapacityProvider broken(InMemoryCapacityProvider good) {
      return new Provider(good) {
        @Override
        public void open(CapacityContext context) {
          good.open(new CapacityContext(context.platform(), context.bootstrap(), host -> {}));
        }
      };
    }
  }

  @Breaks("cp11_aFixedProviderRefusesToLaunchAndToTerminate")
  static final class IgnoresLaunchesOfFixedHosts extends Case {
    private static final Host ONLY = KitValues.host("only", Map.of());

    @Override
    CapacityProvider broken(InMemoryCapacityProvider good) {
      return new Provider(good) {
        @Override
        public Set<Capability> capabilities() {
          return Set.of(Capability.FIXED);
        }

        @Override
        public void launch(LaunchRequest request) {
          // Passed over.
        }

        @Override
        public void terminate(HostId host) {
          throw new DynogridException(ErrorCode.UNSUPPORTED, "these hosts are " + Capability.FIXED);
        }

        @Override
        public List<Host> list() {
          good.list();
          return List.of(ONLY);
        }
      };
    }

    @Override
    protected Set<Ability> missing() {
      return EnumSet.allOf(Ability.class);
    }
  }
}
