package dev.dynogrid.tck;

import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.api.runtime.DynoExit;
import dev.dynogrid.api.runtime.DynoListener;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoRuntime.Capability;
import dev.dynogrid.api.runtime.DynoSession;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.api.runtime.DynoStatus;
import dev.dynogrid.api.runtime.ForwardingDynoRuntime;
import dev.dynogrid.api.runtime.Placement;
import dev.dynogrid.api.runtime.RuntimeContext;
import dev.dynogrid.api.runtime.Streams;
import dev.dynogrid.tck.memory.InMemoryDynoRuntime;
import dev.dynogrid.tck.memory.InMemoryMachine;
import dev.dynogrid.tck.memory.MemoryTestApp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Runtimes that break one rule each. */
final class BrokenDynoRuntimes {
  private BrokenDynoRuntimes() {}

  /** A good runtime, of which a broken one overrides something. */
  private static class Runtime extends ForwardingDynoRuntime {
    final InMemoryDynoRuntime good;

    Runtime(InMemoryDynoRuntime good) {
      super(good);
      this.good = good;
    }

    final Optional<DynoStatus> find(Placement where, DynoId id) {
      return good.list(where).stream().filter(status -> status.id().equals(id)).findFirst();
    }
  }

  private static RuntimeContext with(
      RuntimeContext context, SlugStore slugs, LogSink logs, DynoListener listener) {
    return new RuntimeContext(
        context.platform(), context.directory(), slugs, context.store(), logs, listener);
  }

  private static DynoSpec with(
      DynoSpec spec, DynoId id, Slug slug, Map<String, String> environment, Streams streams) {
    return new DynoSpec(
        id,
        spec.app(),
        spec.appName(),
        spec.release(),
        spec.name(),
        slug,
        spec.command(),
        environment,
        spec.listens(),
        spec.limits(),
        streams);
  }

  private static DynoStatus with(
      DynoStatus status, Optional<Endpoint> endpoint, boolean listening, Optional<DynoExit> exit) {
    return new DynoStatus(
        status.id(),
        status.app(),
        status.release(),
        status.name(),
        status.host(),
        status.phase(),
        endpoint,
        listening,
        exit,
        status.startedAt());
  }

  private abstract static class Case extends DynoRuntimeContract {
    final InMemoryMachine machine = MemoryTestApp.machine();

    @Override
    protected DynoRuntime newRuntime() {
      return broken(new InMemoryDynoRuntime(machine, Clock.systemUTC()));
    }

    abstract DynoRuntime broken(InMemoryDynoRuntime good);

    @Override
    protected Set<Capability> missing() {
      return EnumSet.complementOf(EnumSet.of(Capability.SURVIVES_PLATFORM));
    }

    @Override
    protected TestApp testApp() {
      return new MemoryTestApp();
    }

    @Override
    protected Duration patience() {
      return BrokenProvidersTest.PATIENCE;
    }

    @Override
    protected Duration promptness() {
      return BrokenProvidersTest.PROMPTNESS;
    }

    @Override
    protected void loseSight() {
      machine.withReach(false);
    }
  }

  @Breaks("dr1_startAcceptsWithoutWaitingForTheBoot")
  static final class WaitsForTheBoot extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public void start(Placement placement, DynoSpec spec) {
          good.start(placement, spec);
          long end = System.nanoTime() + BrokenProvidersTest.PROMPTNESS.plusMillis(100).toNanos();
          while (spec.listens()
              && System.nanoTime() < end
              && !find(placement, spec.id()).map(DynoStatus::listening).orElse(true)) {
            LockSupport.parkNanos(1_000_000);
          }
        }
      };
    }
  }

  @Breaks("dr2_startOfAListedIdDoesNothing")
  static final class StartsASecondProcess extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        private final Set<DynoId> hidden = ConcurrentHashMap.newKeySet();

        @Override
        public void start(Placement placement, DynoSpec spec) {
          boolean there =
              find(placement, spec.id())
                  .filter(status -> status.phase() != DynoStatus.Phase.EXITED)
                  .isPresent();
          DynoId id = there ? new DynoId(UUID.randomUUID()) : spec.id();
          if (there) {
            hidden.add(id);
          }
          good.start(placement, with(spec, id, spec.slug(), spec.environment(), spec.streams()));
        }

        @Override
        public List<DynoStatus> list(Placement where) {
          return good.list(where).stream().filter(status -> !hidden.contains(status.id())).toList();
        }

        @Override
        public void close() {
          hidden.forEach(id -> good.stop(id, Duration.ZERO));
          good.close();
        }
      };
    }
  }

  @Breaks("dr2_startOfAnIdThatHasEndedDoesNothing")
  static final class StartsAgainWhatHasEnded extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public void start(Placement placement, DynoSpec spec) {
          good.forget(spec.id());
          good.start(placement, spec);
        }
      };
    }
  }

  @Breaks("dr3_anotherPlatformsDynosAreNotListed")
  static final class ListsEverybodysDynos extends Case {
    private final List<InMemoryDynoRuntime> all = new CopyOnWriteArrayList<>();

    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public void open(RuntimeContext context) {
          good.open(context);
          all.add(good);
        }

        @Override
        public List<DynoStatus> list(Placement where) {
          return all.stream().flatMap(each -> each.list(where).stream()).distinct().toList();
        }

        @Override
        public void stop(DynoId dyno, Duration grace) {
          all.forEach(each -> each.stop(dyno, grace));
        }

        @Override
        public void close() {
          all.remove(good);
          good.close();
        }
      };
    }
  }

  @Breaks("dr3_aHostsListIsOfThatHost")
  static final class ListsAllHostsForEach extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public List<DynoStatus> list(Placement where) {
          return good.list(where instanceof Placement.OnHost ? Placement.on(host()) : where);
        }
      };
    }
  }

  @Breaks("dr3_aRuntimeThatCannotKnowThrows")
  static final class SaysNoneWhenItCannotKnow extends Case {
    private boolean lost;

    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public List<DynoStatus> list(Placement where) {
          return lost ? List.of() : good.list(where);
        }
      };
    }

    @Override
    protected void loseSight() {
      lost = true;
    }
  }

  @Breaks("dr4_howADynoEndedIsListed")
  static final class LosesTheStatus extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public List<DynoStatus> list(Placement where) {
          return good.list(where).stream()
              .map(
                  status ->
                      with(
                          status,
                          status.endpoint(),
                          status.listening(),
                          status.exit().map(this::lost)))
              .toList();
        }

        private DynoExit lost(DynoExit exit) {
          return exit.status() < 128 && exit.code().isEmpty()
              ? DynoExit.of(DynoExit.UNKNOWN_STATUS, exit.at())
              : exit;
        }
      };
    }
  }

  @Breaks("dr4_forgettingWhatRunsIsWithoutEffect")
  static final class ForgetsWhatRuns extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        private final Set<DynoId> forgotten = ConcurrentHashMap.newKeySet();

        @Override
        public void forget(DynoId dyno) {
          forgotten.add(dyno);
          good.forget(dyno);
        }

        @Override
        public List<DynoStatus> list(Placement where) {
          return good.list(where).stream()
              .filter(status -> !forgotten.contains(status.id()))
              .toList();
        }
      };
    }
  }

  @Breaks({"dr5_sigkillEndsWhatIgnoresSigterm", "dr5_stopReturnsAtOnceAndSigtermEndsTheDyno"})
  static final class KillsAtOnce extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public void stop(DynoId dyno, Duration grace) {
          good.stop(dyno, Duration.ZERO);
        }
      };
    }
  }

  @Breaks("dr5_sigkillEndsWhatIgnoresSigterm")
  static final class WaitsInStop extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public void stop(DynoId dyno, Duration grace) {
          good.stop(dyno, grace);
          if (grace.compareTo(BrokenProvidersTest.PROMPTNESS) > 0) {
            Placement where = Placement.on(host());
            long end = System.nanoTime() + BrokenProvidersTest.PROMPTNESS.plusMillis(100).toNanos();
            while (System.nanoTime() < end
                && find(where, dyno).flatMap(DynoStatus::exit).isEmpty()) {
              LockSupport.parkNanos(1_000_000);
            }
          }
        }
      };
    }
  }

  @Breaks({"dr5_aSecondStopShortensTheGraceAndNeverExtendsIt", "dr5_sigkillEndsWhatIgnoresSigterm"})
  static final class NeverKills extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public void stop(DynoId dyno, Duration grace) {
          good.stop(dyno, grace.isZero() ? grace : Duration.ofDays(1));
        }
      };
    }
  }

  @Breaks("dr5_whenADynoHasExitedNoneOfItsProcessesIsLeft")
  static final class LeavesAProcess extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      machine.withProgram(
          "orphan",
          process -> {
            ServerSocket left =
                new ServerSocket(process.port(), 50, InetAddress.getLoopbackAddress());
            process.listens();
            process.awaitSignal();
            return left.isClosed() ? 1 : 0;
          });
      return good;
    }

    @Override
    protected TestApp testApp() {
      return new MemoryTestApp() {
        @Override
        public String listenByOrphan() {
          return "orphan";
        }
      };
    }
  }

  @Breaks("dr6_anotherProcessOnThePortIsNotTheDyno")
  static final class BelievesWhoeverListens extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public List<DynoStatus> list(Placement where) {
          return good.list(where).stream()
              .map(
                  status ->
                      with(
                          status,
                          status.endpoint(),
                          status.endpoint().filter(KitValues::connects).isPresent(),
                          status.exit()))
              .toList();
        }
      };
    }
  }

  @Breaks({
    "dr7_theListenerHearsOfListeningAndOfTheEnd",
    "dr7_theListenerHearsOfTheEndOfAnAdoptedDyno"
  })
  static final class TellsNobody extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public void open(RuntimeContext context) {
          good.open(with(context, context.slugs(), context.logs(), status -> {}));
        }
      };
    }
  }

  /** A runtime whose log goes through something. */
  private abstract static class LogCase extends Case {
    @Override
    final DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public void open(RuntimeContext context) {
          good.open(with(context, context.slugs(), through(context.logs()), context.listener()));
          opened();
        }
      };
    }

    abstract LogSink through(LogSink logs);

    void opened() {}
  }

  @Breaks("dr8_theLastWordsOfADynoAreLogged")
  static final class LosesTheLastLine extends LogCase {
    @Override
    LogSink through(LogSink logs) {
      return line -> {
        if (!line.text().equals("bye")) {
          logs.accept(line);
        }
      };
    }
  }

  @Breaks("dr8_outputIsLoggedLineByLineInOrder")
  static final class SwapsLines extends LogCase {
    @Override
    LogSink through(LogSink logs) {
      Map<String, LogLine> held = new HashMap<>();
      return line -> {
        if (line.text().startsWith("line 7 ")) {
          held.put(line.process(), line);
        } else {
          logs.accept(line);
          if (held.containsKey(line.process())) {
            logs.accept(held.remove(line.process()));
          }
        }
      };
    }
  }

  @Breaks("dr8_aLongLineComesInPieces")
  static final class CutsLongLines extends LogCase {
    @Override
    LogSink through(LogSink logs) {
      Set<String> cut = new HashSet<>();
      return line -> {
        boolean piece = line.text().startsWith("xxxx");
        if (!piece || cut.add(line.process())) {
          logs.accept(line);
        }
      };
    }
  }

  @Breaks("dr8_whatIsPrintedWithoutAPlatformIsGivenToTheNext")
  static final class KeepsNothing extends LogCase {
    private volatile boolean open;

    @Override
    LogSink through(LogSink logs) {
      open = false;
      return line -> {
        if (open) {
          logs.accept(line);
        }
      };
    }

    @Override
    void opened() {
      open = true;
    }
  }

  @Breaks({
    "dr8_whatIsPrintedWithoutAPlatformIsGivenToTheNext",
    "dr9_dynosOutliveTheRuntimeAndAreAdopted"
  })
  static final class EndsItsDynosWithItself extends Case {
    private boolean unreachable;

    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        private boolean closed;

        @Override
        public void close() {
          if (!closed && !unreachable) {
            closed = true;
            Placement where = Placement.on(host());
            good.list(where).forEach(status -> good.stop(status.id(), Duration.ZERO));
            while (good.list(where).stream().anyMatch(status -> status.exit().isEmpty())) {
              LockSupport.parkNanos(1_000_000);
            }
          }
          good.close();
        }
      };
    }

    @Override
    protected void loseSight() {
      unreachable = true;
      super.loseSight();
    }
  }

  @Breaks("dr10_thePlatformsOwnEnvironmentStaysOutside")
  static final class InheritsTheEnvironment extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public void start(Placement placement, DynoSpec spec) {
          Map<String, String> all = new HashMap<>(System.getenv());
          all.putAll(spec.environment());
          good.start(placement, with(spec, spec.id(), spec.slug(), all, spec.streams()));
        }
      };
    }
  }

  @Breaks("dr10_theEnvironmentIsWhatTheSpecificationSays")
  static final class LetsAShellReadTheValues extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public void start(Placement placement, DynoSpec spec) {
          Map<String, String> read = new HashMap<>(spec.environment());
          read.replaceAll((name, value) -> value.replace("'", ""));
          good.start(placement, with(spec, spec.id(), spec.slug(), read, spec.streams()));
        }
      };
    }
  }

  @Breaks("dr10_secretsAreInNoProcessList")
  static final class PassesSecretsAsArguments extends Case {
    private final List<Process> processes = new CopyOnWriteArrayList<>();

    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public void start(Placement placement, DynoSpec spec) {
          String secret = spec.environment().get("TCK_SECRET");
          if (secret != null) {
            try {
              processes.add(
                  new ProcessBuilder("sh", "-c", "sleep 20; true", "TCK_SECRET=" + secret).start());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
          good.start(placement, spec);
        }

        @Override
        public void close() {
          processes.forEach(Process::destroyForcibly);
          good.close();
        }
      };
    }
  }

  @Breaks("dr11_aSlugThatDoesNotMatchIsNotRun")
  static final class RunsWhatItGets extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public void start(Placement placement, DynoSpec spec) {
          good.start(placement, spec);
          boolean refused =
              find(placement, spec.id())
                  .flatMap(DynoStatus::exit)
                  .flatMap(DynoExit::code)
                  .isPresent();
          if (refused) {
            good.forget(spec.id());
            DynoSpec unchecked =
                with(spec, spec.id(), usual(spec), spec.environment(), spec.streams());
            good.start(placement, unchecked);
          }
        }

        /** The slug of all the other tests. */
        private Slug usual(DynoSpec spec) {
          Slug slug = spec.slug();
          return new Slug(
              BrokenProvidersTest.usualSlug(testApp()),
              slug.bytes(),
              slug.language(),
              slug.stack(),
              slug.appDirectory(),
              slug.processTypes(),
              slug.environment(),
              slug.health(),
              slug.inputs());
        }
      };
    }
  }

  @Breaks("dr12_dynosOfAReleaseShareOneSlug")
  static final class FetchesForEachDyno extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        private RuntimeContext context;

        @Override
        public void open(RuntimeContext opened) {
          context = opened;
          good.open(opened);
        }

        @Override
        public void start(Placement placement, DynoSpec spec) {
          try (InputStream in = context.slugs().open(spec.slug().id()).orElseThrow()) {
            in.transferTo(OutputStream.nullOutputStream());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          good.start(placement, spec);
        }
      };
    }
  }

  @Breaks("dr13_liveDynosNeverShareAnEndpoint")
  static final class DoublesEndpoints extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public List<DynoStatus> list(Placement where) {
          List<DynoStatus> all = good.list(where);
          Optional<Endpoint> shared =
              all.stream().map(DynoStatus::endpoint).flatMap(Optional::stream).findFirst();
          return all.size() < 10
              ? all
              : all.stream()
                  .map(
                      status ->
                          with(
                              status,
                              status.endpoint().isPresent() ? shared : Optional.empty(),
                              status.listening(),
                              status.exit()))
                  .toList();
        }
      };
    }
  }

  @Breaks("dr14_withoutTerminalATerminalIsRefused")
  static final class StartsWithoutATerminalInstead extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public void start(Placement placement, DynoSpec spec) {
          Streams streams =
              spec.streams() instanceof Streams.Terminal ? Streams.attached() : spec.streams();
          good.start(placement, with(spec, spec.id(), spec.slug(), spec.environment(), streams));
        }
      };
    }
  }

  @Breaks("dr14_itSaysWhatItCanDo")
  static final class ClaimsWhatItHasNot extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public Set<Capability> capabilities() {
          return EnumSet.of(Capability.SURVIVES_PLATFORM, Capability.MEMORY_LIMIT);
        }
      };
    }
  }

  @Breaks("dr17_aDynoIsAttachedToOnceAndEndsWithItsSession")
  static final class LetsManyAttach extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        private final Map<DynoId, DynoSession> sessions = new ConcurrentHashMap<>();

        @Override
        public DynoSession attach(DynoId dyno) {
          return sessions.computeIfAbsent(dyno, good::attach);
        }
      };
    }
  }

  /** It hangs: the test that asks must end all the same. */
  @Breaks("dr4_forgettingWhatRunsIsWithoutEffect")
  static final class HangsInForget extends Case {
    @Override
    DynoRuntime broken(InMemoryDynoRuntime good) {
      return new Runtime(good) {
        @Override
        public void forget(DynoId dyno) {
          boolean runs =
              find(Placement.on(host()), dyno)
                  .filter(status -> status.phase() != DynoStatus.Phase.EXITED)
                  .isPresent();
          while (runs && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(1_000_000);
          }
          if (!runs) {
            good.forget(dyno);
          }
        }
      };
    }
  }
}
