package dev.dynogrid.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HealthCheck;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.api.model.SlugId;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoRuntime.Capability;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.api.runtime.DynoStatus;
import dev.dynogrid.api.runtime.Limits;
import dev.dynogrid.api.runtime.Placement;
import dev.dynogrid.api.runtime.RuntimeContext;
import dev.dynogrid.api.runtime.Streams;
import dev.dynogrid.tck.memory.InMemorySlugStore;
import dev.dynogrid.tck.memory.InMemoryStateStore;
import dev.dynogrid.tck.memory.SlugTar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of {@link DynoRuntimeContract} work with: a runtime, its stores, and dynos. */
abstract class DynoRuntimeFixture extends Contract {
  private static final ProcessType TYPE = new ProcessType("tck");

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  Path directory;

  private final UUID platform = UUID.randomUUID();
  private final AppId app = new AppId(UUID.randomUUID());
  private final ReleaseId release = new ReleaseId(UUID.randomUUID());
  private final AtomicInteger started = new AtomicInteger();
  private final List<LogLine> logged = new CopyOnWriteArrayList<>();
  private final List<DynoStatus> told = new CopyOnWriteArrayList<>();
  private final List<DynoRuntime> opened = new CopyOnWriteArrayList<>();
  private final CountedSlugs slugs = new CountedSlugs(new InMemorySlugStore());
  private final InMemoryStateStore store = new InMemoryStateStore(Clock.systemUTC());
  private DynoRuntime runtime;
  private Slug slug;

  @SuppressWarnings("NullAway.Init") // set before each test
  DynoRuntimeFixture() {}

  /**
   * A runtime that has not been opened; called again in a test for the next run of the platform and
   * for another platform. All are on the same machine, or machines.
   */
  protected abstract DynoRuntime newRuntime() throws Exception;

  /** What the runtime has not; nothing unless overridden. Then the refusal is tested. */
  protected Set<Capability> missing() {
    return EnumSet.noneOf(Capability.class);
  }

  /** What the dynos run: commands of a POSIX shell unless overridden. */
  protected TestApp testApp() {
    return new PosixTestApp();
  }

  /** The host that dynos are started on, unless the runtime places by itself. */
  protected Host host() {
    return KitValues.host("tck", Map.of());
  }

  /**
   * Where the slug of a test is to stand: the stack's app directory, or for a stack without one, as
   * builds have it, a folder of the runtime's directory {@code trees}.
   *
   * @param runtimeDirectory what the runtime was given as its directory
   */
  protected Path appDirectory(DynoRuntime of, Path runtimeDirectory) {
    return of.stack()
        .appDirectory()
        .orElse(
            runtimeDirectory.resolve("trees").resolve(UUID.randomUUID().toString()).resolve("app"));
  }

  /** Makes the runtime unable to know its dynos, until the end of the test. */
  protected void loseSight() throws Exception {
    abort("a part of DR-3 is not tested: override loseSight() to make list() impossible");
  }

  /** Opens the runtime of the test. */
  @BeforeEach
  final void openRuntime() throws Exception {
    store.open();
    runtime = open(newRuntime(), platform, runtimeDirectory());
    slug = put(runtime, runtimeDirectory(), testApp().files());
  }

  private Path runtimeDirectory() {
    return directory.resolve("r");
  }

  private DynoRuntime open(DynoRuntime fresh, UUID of, Path in) throws IOException {
    opened.add(fresh);
    fresh.open(
        new RuntimeContext(of, Files.createDirectories(in), slugs, store, logged::add, told::add));
    return fresh;
  }

  /** The next run of the platform. */
  final void reopen() throws Exception {
    runtime = open(newRuntime(), platform, runtimeDirectory());
  }

  /** The end of the platform, and its next run. */
  final void restart() throws Exception {
    runtime.close();
    reopen();
  }

  final DynoRuntime openAsAnotherPlatform() throws Exception {
    Path elsewhere = directory.resolve("other");
    DynoRuntime foreign = open(newRuntime(), UUID.randomUUID(), elsewhere);
    slug = put(foreign, elsewhere, testApp().files());
    return foreign;
  }

  /** Ends what the test has started, and closes what it opened. */
  @AfterEach
  final void endDynos() {
    try {
      Set<DynoId> all = new HashSet<>(ids(list()));
      all.forEach(dyno -> runtime.stop(dyno, Duration.ZERO));
      eventually(
          "all dynos ended, at the end of the test",
          () -> list().stream().allMatch(status -> status.phase() == DynoStatus.Phase.EXITED));
      all.forEach(runtime::forget);
    } catch (DynogridException e) {
      assertThat(e.code())
          .as("code of what ending the dynos threw: %s", e)
          .isEqualTo(ErrorCode.UNREACHABLE);
    } finally {
      opened.forEach(DynoRuntime::close);
      store.close();
    }
  }

  private Slug put(DynoRuntime of, Path in, Map<String, String> files) throws IOException {
    Map<String, byte[]> bytes = new HashMap<>();
    files.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
    byte[] tar = SlugTar.of(bytes);
    SlugId id = InMemorySlugStore.idOf(tar);
    slugs.put(id, out -> out.write(tar));
    return new Slug(
        id,
        tar.length,
        "TCK",
        of.stack().name(),
        appDirectory(of, in).toString(),
        Map.of(),
        Map.of(),
        HealthCheck.LISTENING,
        "tck");
  }

  final DynoRuntime runtime() {
    return runtime;
  }

  final Path directory() {
    return directory;
  }

  final Placement placement() {
    return missing().contains(Capability.PLACES_BY_ITSELF)
        ? Placement.on(host())
        : Placement.anywhere();
  }

  final void needs(Capability capability) {
    assumeFalse(missing().contains(capability), "the runtime has not " + capability);
  }

  private DynoSpec spec(
      Slug of,
      String command,
      Map<String, String> environment,
      boolean listens,
      Limits limits,
      Streams streams) {
    return new DynoSpec(
        new DynoId(UUID.randomUUID()),
        app,
        new AppName("tck"),
        release,
        new DynoName(TYPE, started.incrementAndGet()),
        of,
        command,
        environment,
        listens,
        limits,
        streams);
  }

  final DynoSpec worker(String command) {
    return worker(command, Map.of());
  }

  final DynoSpec worker(String command, Map<String, String> environment) {
    return spec(slug, command, environment, false, Limits.STANDARD, Streams.logged());
  }

  final DynoSpec listener(String command) {
    return spec(slug, command, Map.of(), true, Limits.STANDARD, Streams.logged());
  }

  final DynoSpec limited(String command, Limits limits) {
    return spec(slug, command, Map.of(), false, limits, Streams.logged());
  }

  final DynoSpec oneOff(String command, Streams streams) {
    return spec(slug, command, Map.of(), false, Limits.STANDARD, streams);
  }

  /** The archive that arrives has one byte more than the slug. */
  final DynoSpec workerOfACorruptSlug(String command) {
    try {
      Map<String, String> files = new HashMap<>(testApp().files());
      files.put("corrupt.txt", "corrupt");
      Slug corrupt = put(runtime, runtimeDirectory(), files);
      slugs.corrupt(corrupt.id());
      return spec(corrupt, command, Map.of(), false, Limits.STANDARD, Streams.logged());
    } catch (IOException e) {
      throw new IllegalStateException("a store in memory does not fail", e);
    }
  }

  final void start(DynoSpec spec) {
    runtime.start(placement(), spec);
  }

  final List<DynoStatus> list() {
    return runtime.list(placement());
  }

  static List<DynoId> ids(List<DynoStatus> dynos) {
    return dynos.stream().map(DynoStatus::id).toList();
  }

  final Optional<DynoStatus> find(DynoSpec spec) {
    return list().stream().filter(status -> status.id().equals(spec.id())).findFirst();
  }

  final boolean has(DynoSpec spec, DynoStatus.Phase phase) {
    return find(spec).filter(status -> status.phase() == phase).isPresent();
  }

  final DynoStatus awaitExited(DynoSpec spec) {
    return eventually(
            spec + " listed as exited; it printed " + tail(spec),
            () -> find(spec),
            found -> found.filter(status -> status.phase() == DynoStatus.Phase.EXITED).isPresent())
        .orElseThrow();
  }

  final DynoStatus awaitListening(DynoSpec spec) {
    return eventually(
            spec + " listed as listening",
            () -> find(spec),
            found -> {
              assertThat(found.filter(status -> status.exit().isPresent()))
                  .as("a dyno that should listen has ended; it printed %s", tail(spec))
                  .isEmpty();
              return found.filter(DynoStatus::listening).isPresent();
            })
        .orElseThrow();
  }

  /** The lines that a dyno printed. */
  final List<String> lines(DynoSpec spec) {
    return logged.stream()
        .filter(line -> line.app().equals(app) && line.source().equals(LogLine.APP))
        .filter(line -> line.process().equals(spec.name().toString()))
        .map(LogLine::text)
        .toList();
  }

  private List<String> tail(DynoSpec spec) {
    List<String> all = lines(spec);
    return all.subList(Math.max(0, all.size() - 5), all.size());
  }

  final void awaitLine(DynoSpec spec, String text) {
    eventually(
        "the line '" + abbreviated(text) + "' of " + spec,
        () -> lines(spec).contains(text) ? List.<String>of() : tail(spec),
        missing -> missing.isEmpty() && lines(spec).contains(text));
  }

  private static String abbreviated(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  /** What the listener was told. */
  final List<DynoStatus> told() {
    return told;
  }

  final void toldWithin(
      Duration bound, DynoSpec spec, Predicate<DynoStatus> wanted, String whatText) {
    long end = System.nanoTime() + bound.toNanos();
    eventually(
        "the listener told that " + whatText + ", within " + bound,
        () ->
            System.nanoTime() > end
                || told.stream()
                    .anyMatch(status -> status.id().equals(spec.id()) && wanted.test(status)));
    assertThat(told)
        .as("what the listener was told within %s after %s: that %s", bound, spec, whatText)
        .anyMatch(status -> status.id().equals(spec.id()) && wanted.test(status));
  }

  final int slugReads() {
    return slugs.reads(slug.id());
  }

  /** The store that the runtime is given, which counts. */
  private static final class CountedSlugs implements SlugStore {
    private final InMemorySlugStore slugs;
    private final List<SlugId> reads = new CopyOnWriteArrayList<>();

    CountedSlugs(InMemorySlugStore slugs) {
      this.slugs = slugs;
    }

    void corrupt(SlugId id) {
      slugs.corrupt(id, "this is no slug".getBytes(StandardCharsets.UTF_8));
    }

    int reads(SlugId id) {
      return (int) reads.stream().filter(id::equals).count();
    }

    @Override
    public void put(SlugId id, Content content) throws IOException {
      slugs.put(id, content);
    }

    @Override
    public Optional<InputStream> open(SlugId id) {
      reads.add(id);
      return slugs.open(id);
    }

    @Override
    public boolean contains(SlugId id) {
      return slugs.contains(id);
    }

    @Override
    public Set<SlugId> list() {
      return slugs.list();
    }

    @Override
    public void remove(SlugId id) {
      slugs.remove(id);
    }
  }
}
