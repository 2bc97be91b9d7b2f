package dev.dynogrid.tck;

import static dev.dynogrid.api.runtime.DynoRuntime.Capability.ISOLATION;
import static dev.dynogrid.api.runtime.DynoRuntime.Capability.MEMORY_LIMIT;
import static dev.dynogrid.api.runtime.DynoRuntime.Capability.PLACES_BY_ITSELF;
import static dev.dynogrid.api.runtime.DynoRuntime.Capability.PROCESS_LIMIT;
import static dev.dynogrid.api.runtime.DynoRuntime.Capability.SURVIVES_PLATFORM;
import static dev.dynogrid.api.runtime.DynoRuntime.Capability.TERMINAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dynogrid.api.model.DynoCode;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.runtime.DynoExit;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoRuntime.Capability;
import dev.dynogrid.api.runtime.DynoSession;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.api.runtime.DynoStatus;
import dev.dynogrid.api.runtime.Limits;
import dev.dynogrid.api.runtime.Placement;
import dev.dynogrid.api.runtime.Streams;
import dev.dynogrid.api.runtime.TerminalSize;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link DynoRuntime}. Extend it, and write {@link #newRuntime}, which gives a
 * runtime that has not been opened; say in {@link #missing} which capabilities yours has not:
 *
 * <pre>{@code
 * class ProcessDynoRuntimeContractTest extends DynoRuntimeContract {
 *   @Override
 *   protected DynoRuntime newRuntime() {
 *     return new ProcessDynoRuntime(ProcessOptions.usual(), Clock.systemUTC());
 *   }
 *
 *   @Override
 *   protected Set<Capability> missing() {
 *     return EnumSet.of(Capability.PLACES_BY_ITSELF, Capability.TERMINAL);
 *   }
 * }
 * }</pre>
 *
 * <p>The dynos run a small app in a POSIX shell; override {@link #testApp} where there is none, and
 * {@link #host} where dynos run elsewhere. Slow runtimes override {@link #patience} and {@link
 * #promptness}. Output of dynos is given with each failure.
 *
 * <p>What no test of this kit can show from outside: the end of the platform by {@code kill -9} (a
 * part of DR-9; close and open show the rest), the 20 ms of DR-7 and the 50 ms of DR-16 (numbers
 * are for benchmarks: the kit asks for promptness), that CPU is shared as {@link Limits} say, that
 * every call can be interrupted (a part of DR-15), and a list that cannot be known (a part of DR-3)
 * unless {@link #loseSight} is overridden.
 */
@SuppressWarnings("MemberName") // tests begin with the number of their rule
@Rule(
    id = "DR-1",
    says = "start accepts without waiting for the boot; from then on the dyno is listed",
    why = "a platform that dies in between must find it, and one that waits starts nothing else")
@Rule(
    id = "DR-2",
    says = "start with an id that is listed already does nothing",
    why = "a call whose answer was lost is repeated; a dyno must not run twice")
@Rule(
    id = "DR-3",
    says = "list gives every dyno of this platform that was started and not forgotten, no other's",
    why = "what is not listed is started anew, and what is listed wrongly is stopped")
@Rule(
    id = "DR-4",
    says = "a dyno that ended stays listed as EXITED with how and when, until it is forgotten",
    why = "a crash that nobody saw could be neither told nor answered")
@Rule(
    id = "DR-5",
    says = "stop returns at once: SIGTERM, SIGKILL after the grace period, and nothing is left",
    why = "what is left keeps ports and memory, and a worker's job would run twice")
@Rule(
    id = "DR-6",
    says = "listening is true only if a process of this very dyno listens on the endpoint",
    why = "another process on the port must not pass for a healthy dyno")
@Rule(
    id = "DR-7",
    says = "the listener is told when a dyno begins to listen and when it exits",
    why = "the platform would see it at its next look only, and requests wait meanwhile")
@Rule(
    id = "DR-8",
    says = "output goes to the log line by line, in order; the newest 1 MB waits for a platform",
    why = "the last lines before a crash are the ones that tell why")
@Rule(
    id = "DR-9",
    says = "the end of the platform leaves dynos running, and the next one adopts them",
    why = "an update of the platform must not be an outage of every app")
@Rule(
    id = "DR-10",
    says = "the environment is what the specification says, PORT and what the stack needs, unseen",
    why = "config vars hold secrets, and the platform's own are not the app's")
@Rule(
    id = "DR-11",
    says = "a slug that does not match its SHA-256 is not run: R17",
    why = "half an archive, or a forged one, is worse than none")
@Rule(
    id = "DR-12",
    says = "dynos of a release on one host share one unpacked slug, read-only",
    why = "a second dyno should start at once, and no dyno may change what another one runs")
@Rule(
    id = "DR-13",
    says = "two live dynos of a host never have the same endpoint",
    why = "requests of one app would reach another")
@Rule(
    id = "DR-14",
    says = "what is asked for and the runtime has not, it refuses, and names the capability",
    why = "what is silently done otherwise is found out by the app's users")
@Rule(
    id = "DR-15",
    says = "methods are safe for use by many threads, and bounded",
    why = "the platform starts and stops many dynos at once")
@Rule(
    id = "DR-16",
    says = "start of a dyno whose slug is on the host is quick",
    why = "requests wait for a dyno that wakes")
@Rule(
    id = "DR-17",
    says = "attached streams are given whole to the one who attaches, once, and to no log",
    why = "one-off dynos carry data and secrets; a lost byte is a broken dump")
@Rule(
    id = "DR-18",
    says = "a limit that is among the capabilities holds for all processes of a dyno together",
    why = "one greedy app must harm no other")
@Rule(
    id = "DR-19",
    says = "with ISOLATION no dyno sees another one's processes, nor the platform's files",
    why = "apps of different owners share a host")
public abstract class DynoRuntimeContract extends DynoRuntimeFixture {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final int KILLED = 128 + 9;
  private static final int MEGABYTE = 1024 * 1024;

  /** For implementers. */
  protected DynoRuntimeContract() {}

  /** Fails where start waits until the dyno listens: this one never does. */
  @Test
  public void dr1_startAcceptsWithoutWaitingForTheBoot() {
    DynoSpec spec = listener(testApp().idle());
    promptly("start", () -> start(spec));

    assertThat(find(spec)).as("the dyno in list, right after start").isPresent();
    assertThat(find(spec).orElseThrow().listening()).as("listening").isFalse();
  }

  /** Fails where a dyno is known only once it runs, or no more once it has ended. */
  @Test
  public void dr1_aDynoIsListedFromStartUntilItIsForgotten() {
    for (int i = 0; i < 5; i++) {
      DynoSpec spec = worker(testApp().exit(3));
      start(spec);
      eventually(
          "the dyno ended, and listed all the time",
          () -> {
            assertThat(find(spec)).as("the dyno in list, after start").isPresent();
            return has(spec, DynoStatus.Phase.EXITED);
          });
      runtime().forget(spec.id());
      assertThat(find(spec)).as("the dyno in list, after forget").isEmpty();
    }
  }

  /** Fails where a second start makes a second process, or replaces the first. */
  @Test
  public void dr2_startOfAListedIdDoesNothing() throws Exception {
    DynoSpec spec = worker(testApp().idle());
    start(spec);
    start(spec);
    atOnce(
        4,
        () -> {
          start(spec);
          return true;
        });
    DynoSpec marker = worker(testApp().idle());
    start(marker);
    awaitLine(spec, "ready");
    awaitLine(marker, "ready");

    assertThat(list().stream().filter(status -> status.id().equals(spec.id())))
        .as("entries of a dyno that was started six times")
        .hasSize(1);
    assertThat(lines(spec)).as("what it printed").containsExactly("ready");
  }

  /** Fails where an id that has ended is taken for a free one. */
  @Test
  public void dr2_startOfAnIdThatHasEndedDoesNothing() {
    DynoSpec spec = worker(testApp().exit(0));
    start(spec);
    DynoStatus ended = awaitExited(spec);
    start(spec);
    DynoSpec marker = worker(testApp().idle());
    start(marker);
    awaitLine(marker, "ready");

    assertThat(find(spec)).as("the dyno, after another start").contains(ended);
  }

  /** Fails where dynos are not labelled by platform, or the list is not filtered by that. */
  @Test
  public void dr3_anotherPlatformsDynosAreNotListed() throws Exception {
    DynoSpec ours = worker(testApp().idle());
    start(ours);
    DynoRuntime foreign = openAsAnotherPlatform();
    DynoSpec theirs = worker(testApp().idle());
    foreign.start(placement(), theirs);

    assertThat(ids(list())).as("our dynos").containsExactly(ours.id());
    assertThat(ids(foreign.list(placement()))).as("theirs").containsExactly(theirs.id());
    foreign.stop(ours.id(), Duration.ZERO);
    foreign.stop(theirs.id(), Duration.ZERO);
    eventually(
        "the other platform's dyno ended",
        () ->
            foreign.list(placement()).stream()
                .allMatch(status -> status.phase() == DynoStatus.Phase.EXITED));
    foreign.forget(theirs.id());
    assertThat(find(ours).orElseThrow().phase())
        .as("our dyno, which another platform stopped")
        .isNotEqualTo(DynoStatus.Phase.EXITED);
  }

  /** Fails where the list is of all hosts. */
  @Test
  public void dr3_aHostsListIsOfThatHost() {
    assumeTrue(missing().contains(PLACES_BY_ITSELF), "the runtime places dynos by itself");
    DynoSpec spec = worker(testApp().idle());
    start(spec);
    Placement elsewhere = Placement.on(KitValues.host("elsewhere", Map.of()));

    Throwable thrown =
        catchThrowable(
            () ->
                assertThat(ids(runtime().list(elsewhere)))
                    .as("dynos of a host that nothing was started on")
                    .isEmpty());
    if (thrown instanceof DynogridException unreachable) {
      assertThat(unreachable.code()).as("a host not reached").isEqualTo(ErrorCode.UNREACHABLE);
    } else if (thrown != null) {
      throw (AssertionError) thrown;
    }
    DynoStatus status = find(spec).orElseThrow();
    assertThat(status.host()).as("host of the dyno").contains(host().id());
    assertThat(status.app()).as("app of the dyno").isEqualTo(spec.app());
    assertThat(status.release()).as("release of the dyno").isEqualTo(spec.release());
    assertThat(status.name()).as("name of the dyno").isEqualTo(spec.name());
  }

  /** Fails where a runtime that cannot ask its backend says that there are no dynos. */
  @Test
  public void dr3_aRuntimeThatCannotKnowThrows() throws Exception {
    loseSight();
    Throwable thrown = catchThrowable(this::list);

    assertThat(thrown).as("what list throws").isInstanceOf(DynogridException.class);
    assertThat(((DynogridException) thrown).code()).as("its code").isEqualTo(ErrorCode.UNREACHABLE);
  }

  /** Fails where the status is lost, as by a shell or a supervisor in between. */
  @Test
  public void dr4_howADynoEndedIsListed() {
    for (int status : List.of(0, 1, 42)) {
      DynoSpec spec = worker(testApp().exit(status));
      start(spec);
      DynoExit exit = awaitExited(spec).exit().orElseThrow();

      assertThat(exit.status()).as("status of a dyno that ended with %s", status).isEqualTo(status);
      assertThat(exit.code()).as("code of a dyno that ended by itself").isEmpty();
      assertThat(exit.reason()).as("reason").isNotBlank();
      assertThat(Duration.between(find(spec).orElseThrow().startedAt(), exit.at()))
          .as("time from start to end")
          .isBetween(Duration.ofSeconds(-1), patience());
    }
  }

  /** Fails where forget also ends, or hides what still runs. */
  @Test
  public void dr4_forgettingWhatRunsIsWithoutEffect() {
    DynoSpec spec = worker(testApp().idle());
    start(spec);
    awaitLine(spec, "ready");
    runtime().forget(spec.id());
    runtime().forget(new DynoId(UUID.randomUUID()));

    assertThat(find(spec).map(DynoStatus::phase))
        .as("phase of a running dyno, after forget")
        .contains(DynoStatus.Phase.RUNNING);
  }

  /** Fails where exits are known to the object alone. */
  @Test
  public void dr4_howADynoEndedIsKnownAfterARestart() throws Exception {
    needs(SURVIVES_PLATFORM);
    DynoSpec before = worker(testApp().exit(7));
    start(before);
    DynoExit told = awaitExited(before).exit().orElseThrow();
    DynoSpec meanwhile = listener(testApp().printLaterThenListen(1, 10));
    start(meanwhile);
    restart();
    runtime().stop(meanwhile.id(), Duration.ZERO);
    awaitExited(meanwhile);
    restart();

    DynoExit again = find(before).orElseThrow().exit().orElseThrow();
    assertThat(again.status()).as("status, after a restart").isEqualTo(told.status());
    assertThat(find(meanwhile).orElseThrow().exit().orElseThrow().status())
        .as("status of a dyno that the restarted runtime killed")
        .isEqualTo(KILLED);
  }

  /** Fails where stop waits, or SIGTERM does not arrive, as at a shell in between or at PID 1. */
  @Test
  public void dr5_stopReturnsAtOnceAndSigtermEndsTheDyno() {
    DynoSpec spec = worker(testApp().idle());
    start(spec);
    awaitLine(spec, "ready");
    promptly("stop", () -> runtime().stop(spec.id(), LONG));

    DynoExit exit = awaitExited(spec).exit().orElseThrow();
    assertThat(exit.code()).as("code of a dyno that SIGTERM ended").isEmpty();
    assertThat(exit.status()).as("status of a dyno that SIGTERM ended").isNotEqualTo(KILLED);
  }

  /** Fails where SIGKILL does not come, or comes without the grace period, or R12 is not told. */
  @Test
  public void dr5_sigkillEndsWhatIgnoresSigterm() {
    DynoSpec stubborn = worker(testApp().ignoreTerm());
    DynoSpec patient = worker(testApp().ignoreTerm());
    start(stubborn);
    start(patient);
    awaitLine(stubborn, "ready");
    awaitLine(patient, "ready");
    promptly("stop", () -> runtime().stop(patient.id(), LONG));
    runtime().stop(stubborn.id(), SHORT);

    DynoExit exit = awaitExited(stubborn).exit().orElseThrow();
    assertThat(exit.code()).as("code, after the grace period").contains(DynoCode.R12);
    assertThat(exit.status()).as("status, after SIGKILL").isEqualTo(KILLED);
    assertThat(has(patient, DynoStatus.Phase.EXITED))
        .as("a dyno with a grace period of 10 min has ended at once")
        .isFalse();
  }

  /** Fails where the last stop counts, or the first. */
  @Test
  public void dr5_aSecondStopShortensTheGraceAndNeverExtendsIt() {
    DynoSpec shortened = worker(testApp().ignoreTerm());
    DynoSpec extended = worker(testApp().ignoreTerm());
    start(shortened);
    start(extended);
    awaitLine(shortened, "ready");
    awaitLine(extended, "ready");
    runtime().stop(shortened.id(), LONG);
    runtime().stop(shortened.id(), SHORT);
    runtime().stop(extended.id(), SHORT);
    runtime().stop(extended.id(), LONG);

    awaitExited(shortened);
    awaitExited(extended);
  }

  /** Fails where a grace period of 0 is taken for none given. */
  @Test
  public void dr5_noGraceIsSigkillAtOnce() {
    DynoSpec spec = worker(testApp().ignoreTerm());
    start(spec);
    awaitLine(spec, "ready");
    runtime().stop(spec.id(), Duration.ZERO);

    assertThat(awaitExited(spec).exit().orElseThrow().status()).as("status").isEqualTo(KILLED);
  }

  /** Fails where only the first process, or only its group, is ended. */
  @Test
  public void dr5_whenADynoHasExitedNoneOfItsProcessesIsLeft() {
    DynoSpec spec = listener(testApp().listenByOrphan());
    start(spec);
    Endpoint endpoint = awaitListening(spec).endpoint().orElseThrow();
    runtime().stop(spec.id(), SHORT);
    awaitExited(spec);

    assertThat(KitValues.connects(endpoint))
        .as("a process that left its session still listens on %s", endpoint)
        .isFalse();
  }

  /** Fails where stopping what there is not is an error. */
  @Test
  public void dr5_stoppingWhatHasEndedOrIsUnknownDoesNothing() {
    DynoSpec spec = worker(testApp().exit(5));
    start(spec);
    DynoStatus ended = awaitExited(spec);

    assertThatCode(
            () -> {
              runtime().stop(spec.id(), Duration.ZERO);
              runtime().stop(new DynoId(UUID.randomUUID()), SHORT);
            })
        .as("stop")
        .doesNotThrowAnyException();
    assertThat(find(spec)).as("the dyno that had ended").contains(ended);
  }

  /** Fails where the endpoint is not the one that the mesh reaches. */
  @Test
  public void dr6_aDynoThatListensCanBeConnectedTo() {
    DynoSpec spec = listener(testApp().listen());
    start(spec);
    Endpoint endpoint = awaitListening(spec).endpoint().orElseThrow();

    assertThat(KitValues.connects(endpoint)).as("connect to %s", endpoint).isTrue();
    runtime().stop(spec.id(), Duration.ZERO);
    DynoStatus ended = awaitExited(spec);
    assertThat(ended.listening()).as("listening, of a dyno that has ended").isFalse();
  }

  /** Fails where whoever answers on the port is believed to be the dyno. */
  @Test
  public void dr6_anotherProcessOnThePortIsNotTheDyno() throws Exception {
    DynoSpec silent = listener(testApp().idle());
    start(silent);
    Endpoint endpoint =
        eventually(
                "an endpoint",
                () -> find(silent).flatMap(DynoStatus::endpoint),
                Optional::isPresent)
            .orElseThrow();
    try (ServerSocket intruder = listenOn(endpoint)) {
      DynoSpec marker = listener(testApp().listen());
      start(marker);
      awaitListening(marker);

      assertThat(find(silent).orElseThrow().listening())
          .as("listening, while port %s is another process's", intruder.getLocalPort())
          .isFalse();
      assertThat(told().stream().filter(status -> status.id().equals(silent.id())))
          .as("what the listener was told of a dyno that does not listen")
          .noneMatch(DynoStatus::listening);
    }
  }

  private static ServerSocket listenOn(Endpoint endpoint) {
    try {
      return new ServerSocket(endpoint.port(), 50, InetAddress.getByName(endpoint.host()));
    } catch (IOException e) {
      assumeTrue(false, endpoint + " cannot be listened on from here: " + e.getMessage());
      throw new IllegalStateException(e);
    }
  }

  /** Fails where nobody is told, or only at the next look of seconds. */
  @Test
  public void dr7_theListenerHearsOfListeningAndOfTheEnd() {
    DynoSpec spec = listener(testApp().listen());
    start(spec);
    Endpoint endpoint = awaitListening(spec).endpoint().orElseThrow();
    eventually("a connection", () -> KitValues.connects(endpoint));
    toldWithin(promptness(), spec, DynoStatus::listening, "it listens");

    runtime().stop(spec.id(), Duration.ZERO);
    awaitExited(spec);
    toldWithin(promptness(), spec, status -> status.exit().isPresent(), "it has ended");
  }

  /** Fails where adopted dynos are polled only. */
  @Test
  public void dr7_theListenerHearsOfTheEndOfAnAdoptedDyno() throws Exception {
    needs(SURVIVES_PLATFORM);
    DynoSpec spec = worker(testApp().idle());
    start(spec);
    awaitLine(spec, "ready");
    restart();
    runtime().stop(spec.id(), Duration.ZERO);
    awaitExited(spec);

    toldWithin(promptness(), spec, status -> status.exit().isPresent(), "it has ended");
  }

  /** Fails where lines are lost, doubled, joined or out of order. */
  @Test
  public void dr8_outputIsLoggedLineByLineInOrder() {
    int lines = 2_000;
    DynoSpec spec = worker(testApp().print(lines, 60));
    start(spec);
    awaitLine(spec, KitValues.line(lines, 60));

    assertThat(lines(spec)).as("all lines, in order").isEqualTo(KitValues.lines(1, lines, 60));
  }

  /** Fails where what was written last is lost at the end. */
  @Test
  public void dr8_theLastWordsOfADynoAreLogged() {
    for (int i = 0; i < 5; i++) {
      DynoSpec spec = worker(testApp().exit(1));
      start(spec);
      awaitExited(spec);
      eventually("the last line of a dyno", () -> lines(spec).contains("bye"));
    }
  }

  /** Fails where a line without end fills memory, or is cut off. */
  @Test
  public void dr8_aLongLineComesInPieces() {
    int bytes = 25_000;
    DynoSpec spec = worker(testApp().printLong(bytes));
    start(spec);
    awaitLine(spec, "end");
    List<String> lines = lines(spec);

    assertThat(lines).as("lines").allMatch(line -> line.length() <= 10_000);
    assertThat(String.join("", lines).replace("end", "")).as("text").isEqualTo("x".repeat(bytes));
  }

  /** Fails where a dyno is blocked or ended by its output, or its output is lost. */
  @Test
  public void dr8_whatIsPrintedWithoutAPlatformIsGivenToTheNext() throws Exception {
    needs(SURVIVES_PLATFORM);
    int lines = 30_000;
    DynoSpec spec = listener(testApp().printLaterThenListen(lines, 100));
    start(spec);
    Endpoint endpoint =
        eventually(
                "an endpoint", () -> find(spec).flatMap(DynoStatus::endpoint), Optional::isPresent)
            .orElseThrow();
    runtime().close();
    int seen = lines(spec).size();
    eventually("the dyno done printing, though nobody reads", () -> KitValues.connects(endpoint));
    reopen();
    awaitLine(spec, KitValues.line(lines, 100));

    List<String> kept = lines(spec).subList(seen, lines(spec).size());
    assertThat(kept)
        .as("the newest lines, without a gap")
        .isEqualTo(KitValues.lines(lines - kept.size() + 1, lines, 100));
    long bytes = kept.stream().mapToLong(line -> line.length() + 1L).sum();
    assertThat(seen + kept.size() == lines || bytes > 0.8 * MEGABYTE)
        .as("of more than 3 MB that were printed, %s bytes were kept (about 1 MB)", bytes)
        .isTrue();
  }

  /** Fails where dynos are children that die with their parent, or are not found again. */
  @Test
  public void dr9_dynosOutliveTheRuntimeAndAreAdopted() throws Exception {
    needs(SURVIVES_PLATFORM);
    DynoSpec spec = listener(testApp().listen());
    start(spec);
    DynoStatus before = awaitListening(spec);
    Endpoint endpoint = before.endpoint().orElseThrow();
    runtime().close();
    runtime().close();

    assertThat(KitValues.connects(endpoint)).as("connect, without a platform").isTrue();
    reopen();
    DynoStatus after = awaitListening(spec);
    assertThat(after).as("the dyno, as the next platform sees it").isEqualTo(before);
    runtime().stop(spec.id(), LONG);
    assertThat(awaitExited(spec).exit().orElseThrow().code()).as("code after a stop").isEmpty();
  }

  /** Fails where variables are lost, changed by a shell, or those of the platform come through. */
  @Test
  public void dr10_theEnvironmentIsWhatTheSpecificationSays() {
    String value = "a 'quoted' \"value\" with $HOME, \\n, `x` and ü";
    DynoSpec spec = worker(testApp().environment("TCK_VALUE"), Map.of("TCK_VALUE", value));
    start(spec);
    DynoSpec name = worker(testApp().environment("DYNO"));
    start(name);
    DynoSpec home = worker(testApp().environment("HOME"));
    start(home);
    DynoSpec path = worker(testApp().environment("PATH"));
    start(path);
    DynoSpec portless = worker(testApp().environment("PORT"));
    start(portless);
    DynoSpec withPort = listener(testApp().environment("PORT"));
    start(withPort);

    awaitLine(spec, "TCK_VALUE=" + value);
    awaitLine(name, "DYNO=" + name.name());
    awaitLine(home, "HOME=" + home.slug().appDirectory());
    awaitLine(portless, "PORT is unset");
    eventually(
        "a PORT", () -> lines(withPort).stream().anyMatch(line -> line.matches("PORT=[0-9]+")));
    eventually("a PATH", () -> lines(path).stream().anyMatch(line -> line.startsWith("PATH=/")));
  }

  /** Fails where the platform's environment is inherited. */
  @Test
  public void dr10_thePlatformsOwnEnvironmentStaysOutside() {
    Optional<String> ours =
        System.getenv().keySet().stream().filter(KitValues::isForeignToDynos).findFirst();
    assumeTrue(ours.isPresent(), "this process has no variable of its own");
    DynoSpec spec = worker(testApp().environment(ours.orElseThrow()));
    start(spec);

    awaitLine(spec, ours.orElseThrow() + " is unset");
  }

  /** Fails where the environment is passed by arguments, as of {@code env} or {@code bwrap}. */
  @Test
  public void dr10_secretsAreInNoProcessList() {
    String secret = "tck-secret-" + UUID.randomUUID();
    DynoSpec spec = worker(testApp().idle(), Map.of("TCK_SECRET", secret));
    start(spec);
    awaitLine(spec, "ready");

    assertThat(ProcessHandle.allProcesses())
        .as("processes of this machine with the secret in their command line")
        .noneMatch(process -> KitValues.commandLine(process).contains(secret));
    assertThat(spec.toString()).as("text of a specification").doesNotContain(secret);
  }

  /** Fails where commands are run elsewhere than in the app directory. */
  @Test
  public void dr10_aCommandRunsInTheAppDirectory() {
    DynoSpec spec = worker(testApp().read("data/hello.txt"));
    start(spec);

    awaitLine(spec, "data/hello.txt=hello");
  }

  /** Fails where the archive is not checked, or only after something of it ran. */
  @Test
  public void dr11_aSlugThatDoesNotMatchIsNotRun() {
    DynoSpec spec = workerOfACorruptSlug(testApp().idle());
    start(spec);

    DynoExit exit = awaitExited(spec).exit().orElseThrow();
    assertThat(exit.code()).as("code").contains(DynoCode.R17);
    assertThat(lines(spec)).as("what a slug that does not match printed").doesNotContain("ready");
  }

  /** Fails where each dyno fetches and unpacks the slug for itself. */
  @Test
  public void dr12_dynosOfAReleaseShareOneSlug() throws Exception {
    assumeTrue(missing().contains(PLACES_BY_ITSELF), "dynos may be on several hosts");
    List<DynoSpec> specs = Stream.generate(() -> worker(testApp().idle())).limit(4).toList();
    List<Callable<Boolean>> starts = new ArrayList<>();
    for (DynoSpec spec : specs) {
      starts.add(
          () -> {
            start(spec);
            return true;
          });
    }
    atOnce(starts);
    specs.forEach(spec -> awaitLine(spec, "ready"));
    DynoSpec later = worker(testApp().idle());
    start(later);
    awaitLine(later, "ready");

    assertThat(slugReads()).as("how often the slug of five dynos was read").isLessThanOrEqualTo(1);
  }

  /** Fails where a dyno can write into the slug that others run. */
  @Test
  public void dr12_aDynoCannotChangeTheSlug() {
    assumeFalse(
        missing().contains(ISOLATION) && "root".equals(System.getProperty("user.name")),
        "dynos run as root, for whom nothing is read-only");
    DynoSpec writer = worker(testApp().write("data/intruder.txt"));
    start(writer);
    awaitLine(writer, "refused");
    DynoSpec reader = worker(testApp().read("data/intruder.txt"));
    start(reader);

    awaitLine(reader, "data/intruder.txt is missing");
  }

  /** Fails where prune removes the slug of a dyno that runs, or forgets what was asked to stay. */
  @Test
  public void dr12_pruneLeavesWhatIsNeeded() {
    DynoSpec running = worker(testApp().idle());
    start(running);
    awaitLine(running, "ready");
    runtime().prune(Set.of());
    DynoSpec next = worker(testApp().read("data/hello.txt"));
    start(next);

    awaitLine(next, "data/hello.txt=hello");
  }

  /** Fails where ports are chosen without being reserved. */
  @Test
  public void dr13_liveDynosNeverShareAnEndpoint() throws Exception {
    List<DynoSpec> specs = Stream.generate(() -> listener(testApp().idle())).limit(12).toList();
    List<Callable<Boolean>> starts = new ArrayList<>();
    for (DynoSpec spec : specs) {
      starts.add(
          () -> {
            start(spec);
            return true;
          });
    }
    atOnce(starts);
    if (!missing().contains(SURVIVES_PLATFORM)) {
      restart();
    }
    start(listener(testApp().idle()));
    start(listener(testApp().idle()));

    eventually(
        "14 endpoints",
        () -> list().stream().filter(status -> status.endpoint().isPresent()).count() == 14);
    assertThat(list().stream().map(DynoStatus::endpoint))
        .as("endpoints of live dynos")
        .doesNotHaveDuplicates();
  }

  /** Fails where {@code capabilities()} and {@link #missing} differ: one of them is wrong. */
  @Test
  public void dr14_itSaysWhatItCanDo() {
    Set<Capability> expected = EnumSet.allOf(Capability.class);
    expected.removeAll(missing());

    assertThat(runtime().capabilities())
        .as("capabilities of a runtime which lacks %s", missing())
        .isEqualTo(expected);
    assertThat(runtime().name()).as("name").isNotBlank();
  }

  /** Fails where a dyno is put somewhere by a runtime that cannot choose. */
  @Test
  public void dr14_withoutPlacesByItselfAnywhereIsRefused() {
    assumeTrue(missing().contains(PLACES_BY_ITSELF), "the runtime places dynos by itself");
    DynoSpec spec = worker(testApp().idle());

    assertRefused(
        PLACES_BY_ITSELF, "start anywhere", () -> runtime().start(Placement.anywhere(), spec));
    assertRefused(PLACES_BY_ITSELF, "list of anywhere", () -> runtime().list(Placement.anywhere()));
  }

  /** Fails where a dyno without a terminal is started instead. */
  @Test
  public void dr14_withoutTerminalATerminalIsRefused() {
    assumeTrue(missing().contains(TERMINAL), "the runtime has terminals");
    DynoSpec spec = oneOff(testApp().terminal(), Streams.terminal(new TerminalSize(80, 24)));

    assertRefused(TERMINAL, "start with a terminal", () -> start(spec));
    assertThat(find(spec)).as("the dyno that was refused").isEmpty();
  }

  /** Fails where the bookkeeping is not safe for use by many threads. */
  @Test
  public void dr15_manyThreadsStartStopAndList() throws Exception {
    DynoSpec bystander = worker(testApp().idle());
    start(bystander);
    atOnce(
        6,
        () -> {
          for (int i = 0; i < 3; i++) {
            DynoSpec spec = worker(testApp().idle());
            start(spec);
            assertThat(find(spec)).as("the dyno that this thread started").isPresent();
            runtime().stop(spec.id(), Duration.ZERO);
            awaitExited(spec);
            runtime().forget(spec.id());
            assertThat(find(spec)).as("the dyno that this thread forgot").isEmpty();
          }
          return true;
        });

    assertThat(ids(list())).as("dynos, after 18 came and went").containsExactly(bystander.id());
  }

  /** Fails where each start fetches, unpacks or builds anew. */
  @Test
  public void dr16_aSecondStartIsQuick() {
    DynoSpec first = worker(testApp().idle());
    start(first);
    awaitLine(first, "ready");
    DynoSpec second = worker(testApp().idle());

    promptly("start, whose slug is on the host,", () -> start(second));
  }

  /** Fails where bytes are lost, streams mixed up, or an end of file does not arrive. */
  @Test
  public void dr17_attachedStreamsAreGivenWhole() throws Exception {
    DynoSpec spec = oneOff(testApp().copy(7), Streams.attached());
    start(spec);
    byte[] input = KitValues.lineBlock(20_000).getBytes(StandardCharsets.UTF_8);
    try (DynoSession session = runtime().attach(spec.id())) {
      List<Object> seen =
          atOnce(
              List.<Callable<Object>>of(
                  () -> {
                    session.stdin().write(input);
                    session.stdin().close();
                    return true;
                  },
                  () -> session.stdout().readAllBytes(),
                  () -> session.stderr().readAllBytes()));

      assertThat(new String((byte[]) seen.get(1), StandardCharsets.UTF_8))
          .as("what the dyno copied to its standard output")
          .isEqualTo(new String(input, StandardCharsets.UTF_8));
      assertThat(new String((byte[]) seen.get(2), StandardCharsets.UTF_8))
          .as("what the dyno wrote to its standard error")
          .isEqualTo("end\n");
      assertThat(session.awaitExit(patience())).as("exit status").hasValue(7);
    }
    assertThat(lines(spec)).as("what of attached streams went to the log").isEmpty();
  }

  /** Fails where a second one gets a part of the streams, or the end of the session no end. */
  @Test
  public void dr17_aDynoIsAttachedToOnceAndEndsWithItsSession() {
    DynoSpec spec = oneOff(testApp().idle(), Streams.attached());
    start(spec);
    DynoSession session = runtime().attach(spec.id());

    assertThat(catchThrowable(() -> runtime().attach(spec.id())))
        .as("what a second attach throws")
        .isInstanceOf(DynogridException.class);
    DynoSpec logged = worker(testApp().idle());
    start(logged);
    assertThat(catchThrowable(() -> runtime().attach(logged.id())))
        .as("what attach to a dyno with logged streams throws")
        .isInstanceOf(DynogridException.class);

    session.close();
    session.close();
    awaitExited(spec);
  }

  /** Fails where the program sees no terminal. */
  @Test
  public void dr17_aTerminalIsATerminal() throws Exception {
    needs(TERMINAL);
    DynoSpec spec = oneOff(testApp().terminal(), Streams.terminal(new TerminalSize(97, 31)));
    start(spec);
    try (DynoSession session = runtime().attach(spec.id())) {
      List<byte[]> seen = atOnce(1, () -> session.stdout().readAllBytes());
      assertThat(new String(seen.get(0), StandardCharsets.UTF_8).strip())
          .as("what the dyno found at its standard output")
          .isEqualTo("terminal 31 97");
    }
  }

  /** Fails where memory is not limited, or the limit hits others. */
  @Test
  public void dr18_memoryBeyondTwiceTheLimitEndsTheDyno() {
    needs(MEMORY_LIMIT);
    Limits limits = new Limits(32L * MEGABYTE, 1024, 64);
    DynoSpec neighbour = worker(testApp().idle());
    start(neighbour);
    DynoSpec greedy = limited(testApp().fill(200L * MEGABYTE), limits);
    start(greedy);

    DynoExit exit = awaitExited(greedy).exit().orElseThrow();
    assertThat(exit.code()).as("code of a dyno that took too much").contains(DynoCode.R15);
    assertThat(lines(greedy)).as("what it printed").doesNotContain("filled");
    assertThat(has(neighbour, DynoStatus.Phase.EXITED)).as("its neighbour has ended").isFalse();
  }

  /** Fails where processes are not limited, or a dyno's limit counts its neighbours. */
  @Test
  public void dr18_processesBeyondTheLimitAreNotStarted() {
    needs(PROCESS_LIMIT);
    Limits limits = new Limits(256L * MEGABYTE, 1024, 32);
    DynoSpec bomb = limited(testApp().fork(100), limits);
    DynoSpec modest = limited(testApp().fork(5), limits);
    start(bomb);
    start(modest);
    awaitLine(modest, "started 5");
    eventually(
        "a fork that failed",
        () -> lines(bomb).contains("failed") || has(bomb, DynoStatus.Phase.EXITED));

    assertThat(lines(bomb))
        .as("processes that a dyno with a limit of 32 started")
        .doesNotContain("started 33");
  }

  /** Fails where dynos share the table of processes, or the platform's files. */
  @Test
  public void dr19_aDynoSeesNeitherItsNeighboursNorThePlatform() {
    needs(ISOLATION);
    String mark = "31536" + (100 + (int) (System.nanoTime() % 800));
    DynoSpec neighbour = worker("echo ready; exec sleep " + mark);
    start(neighbour);
    awaitLine(neighbour, "ready");
    DynoSpec spy = worker(testApp().find(mark, directory().toString()));
    start(spy);

    awaitLine(spy, "sees nothing");
  }
}
