package dev.dynogrid.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dynogrid.api.capacity.CapacityContext;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.CapacityProvider.Capability;
import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.HostBootstrap;
import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.capacity.LaunchRequest;
import dev.dynogrid.api.capacity.LaunchStatus;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.LaunchId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link CapacityProvider}. Extend it, and write {@link #newProvider}, which gives
 * a provider that has not been opened; say in {@link #missing} what yours cannot do. Override
 * {@link #fallShort}, {@link #loseSight} and {@link #takeAway} if your test can make these happen:
 * the tests that need them are skipped otherwise.
 *
 * <p>What no test of this kit can show from outside: that dynos can really be started on a host
 * that is ready (a part of CP-7: run {@link DynoRuntimeContract} on such a host), and that a launch
 * that fell short is not tried again later than this kit looks (a part of CP-6).
 */
@SuppressWarnings("MemberName") // tests begin with the number of their rule
@Rule(
    id = "CP-1",
    says = "launch accepts without waiting for a machine; what became of it is in list",
    why = "a machine takes minutes, and the one who asks has a grid to run meanwhile")
@Rule(
    id = "CP-2",
    says = "a launch with an id that was used already asks for nothing new",
    why = "a call whose answer was lost is repeated; machines cost money")
@Rule(
    id = "CP-3",
    says = "list gives every host of this platform that may cost something, and no other's",
    why = "a host that is missing from a list is gone, so its dynos are started elsewhere")
@Rule(
    id = "CP-4",
    says = "every host carries the launch that it came from",
    why = "a host whose launch nobody remembers is found and given back; else it costs for ever")
@Rule(
    id = "CP-5",
    says =
        "terminate returns at once and may be repeated; the host is terminating until it is gone",
    why = "a host that is given back must neither be used again nor be forgotten while it costs")
@Rule(
    id = "CP-6",
    says = "a launch that got fewer hosts says so in launches with a reason, and is not repeated",
    why = "the platform decides anew: elsewhere, later, or not at all")
@Rule(
    id = "CP-7",
    says = "a host is ready when dynos can be started on it, and states only go forward",
    why = "the grid places dynos on a host the moment it is ready")
@Rule(
    id = "CP-8",
    says = "a host keeps its id for as long as it is listed, also over restarts of the platform",
    why = "dynos are known by their host; under a new id it looks lost, and they are doubled")
@Rule(
    id = "CP-9",
    says = "methods are safe for use by many threads, and bounded",
    why = "the platform asks from several threads, and gives each call a bound")
@Rule(
    id = "CP-10",
    says = "the listener is told of hosts that became ready, are taken away, or are gone",
    why = "without a hint, a waiting request waits for the next look")
@Rule(
    id = "CP-11",
    says = "a provider says what it can do, and refuses the rest as UNSUPPORTED",
    why = "a launch that is silently ignored is waited for until its deadline")
public abstract class CapacityProviderContract extends Contract {
  /** What a provider may or may not be able to do; on by default. */
  public enum Ability {
    /** Hosts can be launched and terminated: it has not {@link Capability#FIXED}. */
    LAUNCH,
    /** Its hosts may be taken away with a notice: it has {@link Capability#PREEMPTIBLE}. */
    PREEMPTION
  }

  private final UUID platform = UUID.randomUUID();
  private final List<Host> told = new CopyOnWriteArrayList<>();
  private final List<CapacityProvider> opened = new CopyOnWriteArrayList<>();
  private CapacityProvider provider;

  /** For implementers. */
  @SuppressWarnings("NullAway.Init") // set before each test
  protected CapacityProviderContract() {}

  /**
   * A provider that has not been opened. The first one of a test finds no hosts of its own; those
   * that follow in the same test have the same account, as after a restart.
   */
  protected abstract CapacityProvider newProvider() throws Exception;

  /** What the provider cannot do; nothing unless overridden. Then the refusal is tested. */
  protected Set<Ability> missing() {
    return EnumSet.noneOf(Ability.class);
  }

  /** What the provider is given to make machines hosts; {@link HostBootstrap#NONE} by default. */
  protected HostBootstrap bootstrap() {
    return HostBootstrap.NONE;
  }

  /** How many hosts a test asks for at once; 2 unless overridden. */
  protected int hosts() {
    return 2;
  }

  /** Makes the next launch get at least one host fewer than asked for. */
  protected void fallShort() throws Exception {
    abort("CP-6 is not tested: override fallShort() to make a launch get fewer hosts");
  }

  /** Makes the provider unable to know its hosts, until the end of the test. */
  protected void loseSight() throws Exception {
    abort("a part of CP-3 is not tested: override loseSight() to make list() impossible");
  }

  /** Makes the owner of a host announce that he takes it away. */
  protected void takeAway(HostId host) throws Exception {
    abort("a part of CP-10 is not tested: override takeAway() to announce a preemption");
  }

  private boolean launches() {
    return !missing().contains(Ability.LAUNCH);
  }

  private void needsLaunches() {
    assumeTrue(launches(), "the provider launches no hosts: they are fixed");
  }

  /** Opens the provider of the test. */
  @BeforeEach
  final void openProvider() throws Exception {
    provider = another(platform);
  }

  private CapacityProvider another(UUID of) throws Exception {
    CapacityProvider another = newProvider();
    another.open(new CapacityContext(of, bootstrap(), told::add));
    opened.add(another);
    return another;
  }

  /** Gives back what the test launched, and closes what it opened. */
  @AfterEach
  final void giveBack() {
    try {
      if (launches()) {
        provider.list().forEach(host -> provider.terminate(host.id()));
      }
    } catch (DynogridException e) {
      assertThat(e.code())
          .as("of what giving back hosts threw: %s", e)
          .isEqualTo(ErrorCode.UNREACHABLE);
    } finally {
      opened.forEach(CapacityProvider::close);
    }
  }

  private LaunchRequest request(int count) {
    Instant deadline = Instant.now().plus(patience()).plus(Duration.ofMinutes(5));
    return new LaunchRequest(new LaunchId(UUID.randomUUID()), count, deadline);
  }

  private LaunchRequest launch() {
    LaunchRequest request = request(hosts());
    provider.launch(request);
    return request;
  }

  private static List<Host> of(LaunchRequest launch, CapacityProvider in) {
    return in.list().stream()
        .filter(host -> host.launch().equals(Optional.of(launch.id())))
        .filter(host -> host.state() != HostState.TERMINATED)
        .toList();
  }

  private List<Host> ready(LaunchRequest launch) {
    return eventually(
        launch.count() + " ready hosts of " + launch.id(),
        () -> of(launch, provider),
        found ->
            found.size() == launch.count()
                && found.stream().allMatch(host -> host.state() == HostState.READY));
  }

  private static Set<HostId> ids(List<Host> hosts) {
    Set<HostId> ids = new HashSet<>();
    hosts.forEach(host -> ids.add(host.id()));
    return ids;
  }

  /** Fails where launch waits for machines, or their number is not what was asked for. */
  @Test
  public void cp1_launchAcceptsAndTheHostsComeIntoTheList() {
    needsLaunches();
    LaunchRequest launch = request(hosts());
    promptly("launch", () -> provider.launch(launch));

    assertThat(ready(launch)).as("hosts of the launch").hasSize(hosts());
  }

  /** Fails where a launch that was repeated, here or by many threads, launches again. */
  @Test
  public void cp2_aRepeatedLaunchAsksForNothingNew() throws Exception {
    needsLaunches();
    LaunchRequest launch = request(hosts());
    atOnce(
        6,
        () -> {
          provider.launch(launch);
          return true;
        });
    Set<HostId> first = ids(ready(launch));

    provider.launch(launch);
    LaunchRequest marker = launch();
    ready(marker);

    assertThat(ids(of(launch, provider)))
        .as("hosts of a launch that was asked for seven times")
        .isEqualTo(first);
  }

  /** Fails where the ids of launches are remembered in the provider, and not with the hosts. */
  @Test
  public void cp2_aLaunchRepeatedAfterARestartAsksForNothingNew() throws Exception {
    needsLaunches();
    LaunchRequest launch = launch();
    provider.close();
    provider = another(platform);
    provider.launch(launch);
    Set<HostId> hosts = ids(ready(launch));

    LaunchRequest marker = launch();
    ready(marker);

    assertThat(ids(of(launch, provider))).as("hosts of the launch").isEqualTo(hosts);
  }

  /** Fails where a host that was asked for is not listed before it runs: it would be leaked. */
  @Test
  public void cp3_whatWasAskedForIsListedOrUnderWay() {
    needsLaunches();
    LaunchRequest launch = launch();

    // Launches first: what is finished between the two looks is in the list.
    boolean underWay =
        provider.launches().stream()
            .anyMatch(status -> status.id().equals(launch.id()) && status.failure().isEmpty());
    assertThat(underWay || of(launch, provider).size() == hosts())
        .as("right after launch, all its hosts are listed, or the launch is under way")
        .isTrue();
    ready(launch);
  }

  /** Fails where hosts are not tagged by platform, or the list is not filtered by that. */
  @Test
  public void cp3_anotherPlatformsHostsAreNotListed() throws Exception {
    needsLaunches();
    CapacityProvider other = another(UUID.randomUUID());
    LaunchRequest ours = launch();
    LaunchRequest theirs = request(1);
    other.launch(theirs);
    ready(ours);
    List<Host> foreign =
        eventually("the other platform's host", () -> of(theirs, other), found -> !found.isEmpty());

    try {
      assertThat(ids(provider.list()))
          .as("our hosts, among which none of another platform")
          .doesNotContainAnyElementsOf(ids(foreign));
      assertThat(ids(other.list()))
          .as("the other platform's hosts, among which none of ours")
          .doesNotContainAnyElementsOf(ids(of(ours, provider)));
    } finally {
      foreign.forEach(host -> other.terminate(host.id()));
    }
  }

  /** Fails where a provider that cannot ask its backend says that there are no hosts. */
  @Test
  public void cp3_aProviderThatCannotKnowThrows() throws Exception {
    loseSight();
    Throwable thrown = catchThrowable(() -> provider.list());

    assertThat(thrown)
        .as("what list throws if it cannot know")
        .isInstanceOf(DynogridException.class);
    assertThat(((DynogridException) thrown).code()).as("its code").isEqualTo(ErrorCode.UNREACHABLE);
  }

  /** Fails where the launch is not kept with the host, as in a tag. */
  @Test
  public void cp4_hostsCarryTheirLaunch() throws Exception {
    assumeTrue(launches(), "the hosts are given, and come from no launch");
    LaunchRequest first = launch();
    LaunchRequest second = launch();
    Set<HostId> ofFirst = ids(ready(first));
    Set<HostId> ofSecond = ids(ready(second));
    provider.close();
    provider = another(platform);

    assertThat(ofFirst).as("hosts of two launches").doesNotContainAnyElementsOf(ofSecond);
    assertThat(ids(of(first, provider))).as("by launch, after a restart").isEqualTo(ofFirst);
    assertThat(ids(of(second, provider))).as("by launch, after a restart").isEqualTo(ofSecond);
  }

  /** Fails where terminate waits, a second one throws, or the host comes back. */
  @Test
  public void cp5_aTerminatedHostIsTerminatingUntilItIsGone() {
    needsLaunches();
    HostId host = ready(launch()).get(0).id();
    promptly("terminate", () -> provider.terminate(host));
    provider.terminate(host);

    eventually(
        "the host gone, and terminating until then",
        () -> {
          Optional<HostState> state = stateOf(host);
          assertThat(state.orElse(HostState.TERMINATED))
              .as("state of a host that is being given back")
              .isIn(HostState.TERMINATING, HostState.TERMINATED);
          return state.isEmpty() || state.get() == HostState.TERMINATED;
        });
    assertThatCode(() -> provider.terminate(host))
        .as("terminating what is gone")
        .doesNotThrowAnyException();
  }

  private Optional<HostState> stateOf(HostId host) {
    return provider.list().stream()
        .filter(found -> found.id().equals(host))
        .map(Host::state)
        .findFirst();
  }

  /** Fails where terminating what there is not is an error, or hits another host. */
  @Test
  public void cp5_terminatingWhatIsUnknownDoesNothing() {
    needsLaunches();
    LaunchRequest launch = launch();
    Set<HostId> before = ids(ready(launch));

    assertThatCode(() -> provider.terminate(new HostId(UUID.randomUUID())))
        .as("terminating an unknown host")
        .doesNotThrowAnyException();

    assertThat(ids(ready(launch))).as("hosts, all still ready").isEqualTo(before);
  }

  /** Fails where a failed launch is forgotten, or goes on by itself. */
  @Test
  public void cp6_aLaunchThatFellShortSaysSo() throws Exception {
    needsLaunches();
    fallShort();
    LaunchRequest launch = launch();

    LaunchStatus status =
        eventually(
                "launch " + launch.id() + " in launches, with a failure",
                () ->
                    provider.launches().stream()
                        .filter(found -> found.id().equals(launch.id()))
                        .filter(found -> found.failure().isPresent())
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    assertThat(status.failure().orElseThrow()).as("reason of the failure").isNotBlank();
    assertThat(status.wanted()).as("hosts that were wanted").isEqualTo(launch.count());
    assertThat(status.obtained()).as("hosts that came of it").isLessThan(launch.count());

    ready(launch());
    assertThat(of(launch, provider))
        .as("hosts of a launch that fell short, after another launch was served")
        .hasSize(status.obtained());
  }

  /** Fails where a state is read from a stale source, or a boot begins anew under the same id. */
  @Test
  public void cp7_statesOnlyGoForward() {
    needsLaunches();
    LaunchRequest launch = launch();
    HostState[] last = {HostState.REQUESTED};
    eventually(
        "a ready host",
        () -> {
          Optional<Host> host = of(launch, provider).stream().min(byId());
          host.ifPresent(found -> step(last, found.state()));
          return last[0] == HostState.READY;
        });
    of(launch, provider).stream().min(byId()).ifPresent(host -> provider.terminate(host.id()));
  }

  private static Comparator<Host> byId() {
    return Comparator.comparing(host -> host.id().value());
  }

  private static void step(HostState[] last, HostState next) {
    assertThat(next == last[0] || last[0].canBecome(next))
        .as("a host goes from %s to %s", last[0], next)
        .isTrue();
    last[0] = next;
  }

  /** Fails where ids are made when hosts are listed, or when the provider is opened. */
  @Test
  public void cp8_aHostKeepsItsId() throws Exception {
    Set<HostId> before = launches() ? ids(ready(launch())) : ids(provider.list());
    assertThat(before).as("hosts").isNotEmpty();
    assertThat(ids(provider.list())).as("ids, listed again").isEqualTo(before);

    provider.close();
    provider = another(platform);

    assertThat(ids(provider.list())).as("ids, after a restart").isEqualTo(before);
  }

  /** Fails where lists are changed while they are read, or calls wait for each other. */
  @Test
  public void cp9_manyThreadsCallAtOnce() throws Exception {
    List<LaunchRequest> launched = new CopyOnWriteArrayList<>();
    atOnce(
        8,
        () -> {
          for (int i = 0; i < 20; i++) {
            provider.list();
            provider.launches();
            if (launches() && i == ThreadLocalRandom.current().nextInt(5)) {
              LaunchRequest one = request(1);
              provider.launch(one);
              launched.add(one);
            }
          }
          return true;
        });

    for (LaunchRequest launch : launched) {
      ready(launch);
    }
  }

  /** Fails where nobody is told, or only at the next poll of a minute. */
  @Test
  public void cp10_theListenerHearsOfReadyAndGoneHosts() {
    needsLaunches();
    HostId host = ready(launch()).get(0).id();
    eventually("the listener told of a ready host", () -> isTold(host, HostState.READY));

    provider.terminate(host);

    eventually(
        "the listener told of a host that is gone",
        () -> isTold(host, HostState.TERMINATED) || isTold(host, HostState.TERMINATING));
  }

  private boolean isTold(HostId host, HostState state) {
    return told.stream().anyMatch(said -> said.id().equals(host) && said.state() == state);
  }

  /** Fails where the notice of a preemption is not passed on. */
  @Test
  public void cp10_theListenerHearsOfAHostThatIsTakenAway() throws Exception {
    assumeFalse(missing().contains(Ability.PREEMPTION), "its hosts are never taken away");
    needsLaunches();
    HostId host = ready(launch()).get(0).id();
    takeAway(host);

    eventually(
        "a listed host that says when it leaves, or none any more",
        () ->
            provider.list().stream()
                .filter(found -> found.id().equals(host))
                .allMatch(found -> found.leavesAt().isPresent()));
    eventually(
        "the listener told",
        () ->
            told.stream().anyMatch(said -> said.id().equals(host) && said.leavesAt().isPresent()));
  }

  /** Fails where {@code capabilities()} and {@link #missing} differ: one of them is wrong. */
  @Test
  public void cp11_itSaysWhatItCanDo() {
    assertThat(provider.capabilities().contains(Capability.FIXED))
        .as("FIXED, of a provider which lacks %s", missing())
        .isEqualTo(!launches());
    assertThat(provider.capabilities().contains(Capability.PREEMPTIBLE))
        .as("PREEMPTIBLE, of a provider which lacks %s", missing())
        .isEqualTo(!missing().contains(Ability.PREEMPTION));
    assertThat(provider.name()).as("name").isNotBlank();
  }

  /** Fails where a fixed provider ignores what it cannot do. */
  @Test
  public void cp11_aFixedProviderRefusesToLaunchAndToTerminate() {
    assumeFalse(launches(), "the provider launches hosts");
    List<Host> before = provider.list();

    assertRefused(Capability.FIXED, "launch", () -> provider.launch(request(1)));
    assertRefused(Capability.FIXED, "terminate", () -> provider.terminate(before.get(0).id()));

    assertThat(before).as("hosts, which are given").allSatisfy(CapacityProviderContract::isGiven);
    assertThat(ids(provider.list())).as("hosts, after the refusals").isEqualTo(ids(before));
  }

  private static void isGiven(Host host) {
    assertThat(host.launch()).as("launch of %s, which came from none", host.name()).isEmpty();
  }
}
