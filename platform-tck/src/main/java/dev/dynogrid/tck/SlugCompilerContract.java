package dev.dynogrid.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.CompileRequest;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.build.SourceTree;
import dev.dynogrid.api.build.Stack;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.BuildId;
import dev.dynogrid.api.model.ConfigVars;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.tck.memory.InMemorySlugStore;
import dev.dynogrid.tck.memory.SlugTar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of {@link SlugCompiler}. Extend it, and write {@link #newCompiler}. The apps are
 * small ones with a {@code Procfile}; override {@link #app} and {@link #faultyApp} where that is no
 * app for yours, and {@link #slowApp} with one whose build takes minutes: tests of cancelling and
 * of live output need it and are skipped otherwise.
 *
 * <p>What no test of this kit can show from outside: that the archive is durable (a part of SC-1,
 * as LU-1), that a build sees no environment but its own and cannot read beyond its workspace (a
 * part of SC-7: what a build runs depends on the language), and that every tool's version is among
 * the inputs (a part of SC-8).
 */
@SuppressWarnings("MemberName") // tests begin with the number of their rule
@Rule(
    id = "SC-1",
    says = "when compile returns the slug is in the store, whole; when it throws, nothing is",
    why = "a release refers to the slug from then on, and what failed must not fill the disk")
@Rule(
    id = "SC-2",
    says =
        "the id is the SHA-256 of a canonical tar: in order, no owners, times kept, links inside",
    why = "equal source gives equal slugs, and a link that leads out reads other apps' files")
@Rule(
    id = "SC-3",
    says = "the app is compiled at the path that the slug names as its app directory",
    why = "virtual environments and class-data archives work at the path they were made at only")
@Rule(
    id = "SC-4",
    says =
        "a fault of the source is a BuildFailedException that names file and line; others are not",
    why = "the one who pushed mends his own faults, and cannot mend the platform's")
@Rule(
    id = "SC-5",
    says = "interruption and the time limit end the build at once, with all that it started",
    why = "who presses Ctrl-C, or pushes an endless build, must not keep a processor busy")
@Rule(
    id = "SC-6",
    says = "output is given on while the build runs",
    why = "a minute of silence looks like a hung push")
@Rule(
    id = "SC-7",
    says = "a build writes its workspace and its cache alone",
    why = "the source is not trusted")
@Rule(
    id = "SC-8",
    says = "equal inputs give an equal slug, and a previous one is returned as it is",
    why = "a push that changes nothing should take no time")
@Rule(
    id = "SC-9",
    says = "it is safe for use by many threads",
    why = "builds of different apps run at once")
@Rule(
    id = "SC-10",
    says = "a slug is told as startable at most once, and is the one that is returned",
    why = "its dynos are started at that moment")
public abstract class SlugCompilerContract extends Contract {
  private static final long USUAL_SIZE = 50L * 1024 * 1024;

  /**
   * An app that does not compile.
   *
   * @param files its files
   * @param file the one with the fault
   * @param line where in it; 0 if there is no one line
   */
  public record FaultyApp(Map<String, String> files, String file, int line) {
    /** Takes a copy. */
    public FaultyApp {
      files = Map.copyOf(files);
    }
  }

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  Path directory;

  private final InMemorySlugStore slugs = new InMemorySlugStore();
  private SlugCompiler compiler;

  /** For implementers. */
  @SuppressWarnings("NullAway.Init") // set before each test
  protected SlugCompilerContract() {}

  /**
   * A compiler.
   *
   * @param into where it puts slugs
   * @param folder a folder for its own needs; exists
   */
  protected abstract SlugCompiler newCompiler(SlugStore into, Path folder) throws Exception;

  /** What slugs are compiled for; a stack without a fixed app directory unless overridden. */
  protected Stack stack() {
    return new Stack("tck", Optional.empty());
  }

  /** An app that compiles: files by their path. Those that begin with {@code #!} are executable. */
  protected Map<String, String> app() {
    return Map.of(
        "Procfile",
        "web: sh ./bin/web\nworker: sh ./bin/web worker\n",
        "bin/web",
        "#!/bin/sh\necho \"hello from $1\"\nexec sleep 1000\n",
        "a-b.txt",
        "between a and a/b",
        "a/b.txt",
        "nested");
  }

  /** An app that does not; one with a process type twice in its Procfile unless overridden. */
  protected FaultyApp faultyApp() {
    return new FaultyApp(Map.of("Procfile", "web: sleep 1\n\nweb: sleep 2\n"), "Procfile", 3);
  }

  /**
   * An app whose build prints a line at once, and takes minutes.
   *
   * @param mark what the build is to have among the arguments of each process that it starts
   */
  protected Map<String, String> slowApp(String mark) throws Exception {
    return abort("a part of SC-5 and SC-6 is not tested: override slowApp()");
  }

  /** Makes the compiler of the test. */
  @BeforeEach
  final void makeCompiler() throws Exception {
    compiler = newCompiler(slugs, Files.createDirectories(folder("compiler")));
  }

  private Path folder(String name) {
    return directory.resolve(name);
  }

  private CompileRequest request(String name, SourceTree source) throws IOException {
    return request(name, source, List.of(), CompileRequest.DEFAULT_TIME_LIMIT, USUAL_SIZE);
  }

  private CompileRequest request(
      String name, SourceTree source, List<Slug> previous, Duration time, long size)
      throws IOException {
    BuildId build = new BuildId(UUID.randomUUID());
    return new CompileRequest(
        build,
        new AppId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))),
        new AppName(name),
        source,
        ConfigVars.EMPTY,
        List.of(),
        stack(),
        Files.createDirectories(folder("trees").resolve(build.toString())),
        Files.createDirectories(folder("caches").resolve(name)),
        previous,
        time,
        size);
  }

  private Slug compile(CompileRequest request) throws InterruptedException {
    return compiler.compile(request, new RecordedOutput(), SlugCompiler.Early.NONE);
  }

  private Slug compile() throws Exception {
    return compile(request("hello", new TestSource(app())));
  }

  private byte[] archive(Slug slug) throws IOException {
    Optional<InputStream> found = slugs.open(slug.id());
    assertThat(found).as("archive of the slug in the store").isPresent();
    try (InputStream in = found.orElseThrow()) {
      return in.readAllBytes();
    }
  }

  private Throwable failure(CompileRequest request) {
    Throwable thrown = catchThrowable(() -> compile(request));
    assertThat(thrown).as("what compile throws").isNotNull();
    return thrown;
  }

  private void assertNothingStored() {
    assertThat(slugs.list()).as("slugs in the store, after a build that failed").isEmpty();
  }

  /** Fails where the archive is stored after compile, or the slug describes another one. */
  @Test
  public void sc1_theSlugIsInTheStore() throws Exception {
    Slug slug = compile();

    assertThat(SlugTar.files(archive(slug)).keySet())
        .as("files of the slug")
        .containsAll(app().keySet());
    assertThat(slug.bytes()).as("size of the archive").isEqualTo(archive(slug).length);
    assertThat(slug.stack()).as("stack").isEqualTo(stack().name());
    assertThat(slug.has(ProcessType.WEB)).as("a command for web").isTrue();
    assertThat(slug.language()).as("language").isNotBlank();
  }

  /** Fails where the archive is stored before it is known whether the build succeeds. */
  @Test
  public void sc1_aBuildThatFailsLeavesNothing() throws Exception {
    failure(request("hello", new TestSource(faultyApp().files())));

    assertNothingStored();
    assertThat(compile(request("hello", new TestSource(app()))).has(ProcessType.WEB))
        .as("the next build, of the same app")
        .isTrue();
  }

  /** Fails where the size is not checked, or only after the archive was stored. */
  @Test
  public void sc1_aSlugOverItsLimitIsRefused() throws Exception {
    Map<String, String> large = new HashMap<>(app());
    large.put("large.txt", "x".repeat(300_000));
    Throwable thrown =
        failure(
            request(
                "hello",
                new TestSource(large),
                List.of(),
                CompileRequest.DEFAULT_TIME_LIMIT,
                100_000));

    assertThat(thrown).as("what compile throws").isInstanceOf(BuildFailedException.class);
    assertNothingStored();
  }

  /** Fails where the id is that of something else, as of the compressed archive. */
  @Test
  public void sc2_theIdIsTheDigestOfTheArchive() throws Exception {
    Slug slug = compile();

    assertThat(InMemorySlugStore.idOf(archive(slug)))
        .as("SHA-256 of the archive")
        .isEqualTo(slug.id());
  }

  /**
   * Fails where the order is the file system's, owners are kept, or times are those of the build.
   */
  @Test
  public void sc2_theArchiveIsCanonical() throws Exception {
    List<SlugTar.Entry> entries = SlugTar.entries(archive(compile()));
    Map<String, String> app = app();

    assertThat(entries)
        .as("entries of the archive, in the order of their names' bytes")
        .isSortedAccordingTo((a, b) -> SlugTar.compareNames(a.name(), b.name()));
    assertThat(entries)
        .as("owners of the entries")
        .allSatisfy(entry -> assertThat(entry.owner()).isEqualTo("0 0"));
    for (SlugTar.Entry entry : entries) {
      if (app.containsKey(entry.name())) {
        assertThat(entry.seconds())
            .as("time of %s, which is that of the source", entry.name())
            .isEqualTo(TestSource.TIME.getEpochSecond());
        assertThat((entry.mode() & 0100) != 0)
            .as("%s is executable", entry.name())
            .isEqualTo(app.getOrDefault(entry.name(), "").startsWith("#!"));
      }
    }
  }

  /** Fails where links are followed, or archived wherever they lead. */
  @Test
  public void sc2_aLinkThatLeadsOutIsRefused() throws Exception {
    for (String target : List.of("/etc/hostname", "../../outside.txt", "a/../../outside.txt")) {
      CompileRequest request = request("hello", withLink("leak.txt", target));
      Throwable thrown = failure(request);
      Files.deleteIfExists(request.workspace().resolve("app").resolve("leak.txt"));

      assertThat(thrown)
          .as("what compile throws for a link to %s", target)
          .isInstanceOf(BuildFailedException.class);
      assertThat(thrown.getMessage()).as("message, which names the link").contains("leak.txt");
      assertNothingStored();
    }
  }

  /** Source whose own checks let a link through, as one that the build itself makes. */
  private SourceTree withLink(String name, String target) {
    TestSource files = new TestSource(app());
    return new SourceTree() {
      @Override
      public String digest() {
        return files.digest() + target;
      }

      @Override
      public Optional<String> version() {
        return Optional.empty();
      }

      @Override
      public void writeTo(Path into) throws IOException {
        files.writeTo(into);
        Files.createSymbolicLink(into.resolve(name), Path.of(target));
      }
    };
  }

  /** Fails where an app is compiled in one place and said to be in another. */
  @Test
  public void sc3_theAppIsCompiledWhereItsSlugSays() throws Exception {
    CompileRequest request = request("hello", new TestSource(app()));
    Path app = Path.of(compile(request).appDirectory());

    if (stack().appDirectory().isPresent()) {
      assertThat(app).as("app directory").isEqualTo(stack().appDirectory().get());
    } else {
      assertThat(app).as("app directory").startsWith(request.workspace());
      assertThat(app.resolve("a/b.txt")).as("a file, where it was compiled").hasContent("nested");
    }
  }

  /** Fails where the message does not help the one who pushed. */
  @Test
  public void sc4_aFaultOfTheSourceNamesFileAndLine() throws Exception {
    FaultyApp faulty = faultyApp();
    Throwable thrown = failure(request("hello", new TestSource(faulty.files())));

    assertThat(thrown).as("what compile throws").isInstanceOf(BuildFailedException.class);
    assertThat(thrown.getMessage()).as("message, with the file").contains(faulty.file());
    if (faulty.line() > 0) {
      assertThat(thrown.getMessage())
          .as("message, with the line")
          .containsPattern("\\b" + faulty.line() + "\\b");
    }
  }

  /** Fails where the one who pushed is told to mend a disk. */
  @Test
  public void sc4_aFaultOfThePlatformIsNotTheSources() throws Exception {
    SourceTree unreadable =
        new SourceTree() {
          @Override
          public String digest() {
            return "unreadable";
          }

          @Override
          public Optional<String> version() {
            return Optional.empty();
          }

          @Override
          public void writeTo(Path into) throws IOException {
            throw new IOException("the disk is broken");
          }
        };
    Throwable thrown = failure(request("hello", unreadable));

    assertThat(thrown)
        .as("what compile throws if the source cannot be read")
        .isNotInstanceOf(BuildFailedException.class);
    assertNothingStored();
  }

  /** A build that goes on beside the test. */
  private final class Running {
    final RecordedOutput output = new RecordedOutput();
    final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
    final Thread thread;

    Running(CompileRequest request) {
      thread =
          Contract.daemon(
              () ->
                  end.complete(
                      catchThrowable(
                          () -> compiler.compile(request, output, SlugCompiler.Early.NONE))));
      thread.start();
    }

    @Nullable Throwable awaitEnd(Duration bound) throws Exception {
      return end.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static String mark() {
    return "tck-build-" + UUID.randomUUID();
  }

  private static boolean isRunning(String mark) {
    return ProcessHandle.allProcesses()
        .anyMatch(process -> KitValues.commandLine(process).contains(mark));
  }

  /** Fails where an interrupt waits for the build, or leaves its processes. */
  @Test
  public void sc5_interruptionEndsTheBuildAtOnce() throws Exception {
    String mark = mark();
    Running build = new Running(request("hello", new TestSource(slowApp(mark))));
    eventually("output of the build", () -> !build.output.lines().isEmpty());
    build.thread.interrupt();

    assertThat(build.awaitEnd(promptness()))
        .as("what compile throws when it is interrupted; at once")
        .isInstanceOf(InterruptedException.class);
    assertThat(isRunning(mark)).as("a process of the build still runs").isFalse();
    assertNothingStored();
  }

  /** Fails where the time limit is not kept, or leaves processes. */
  @Test
  public void sc5_theTimeLimitEndsTheBuild() throws Exception {
    String mark = mark();
    Running build =
        new Running(
            request(
                "hello",
                new TestSource(slowApp(mark)),
                List.of(),
                Duration.ofSeconds(1),
                USUAL_SIZE));

    assertThat(build.awaitEnd(patience().plusSeconds(1)))
        .as("what compile throws when its time is over")
        .isNotNull()
        .isNotInstanceOf(InterruptedException.class);
    assertThat(isRunning(mark)).as("a process of the build still runs").isFalse();
    assertNothingStored();
  }

  /** Fails where output is given at the end. */
  @Test
  public void sc6_outputComesWhileTheBuildRuns() throws Exception {
    Running build = new Running(request("hello", new TestSource(slowApp(mark()))));
    eventually("output of the build", () -> !build.output.lines().isEmpty());

    assertThat(build.end.isDone()).as("the build has ended").isFalse();
    assertThat(build.output.lines()).as("lines of output").allMatch(line -> line.indexOf('\n') < 0);
    build.thread.interrupt();
    build.awaitEnd(patience());
  }

  /** Fails where a build leaves something beside its workspace and its cache. */
  @Test
  public void sc7_aBuildWritesItsWorkspaceAndItsCacheAlone() throws Exception {
    compile(request("neighbour", new TestSource(app())));
    CompileRequest request = request("hello", new TestSource(app()));
    Map<String, String> before = snapshot(request);
    compile(request);

    assertThat(snapshot(request)).as("files beside the build's own").isEqualTo(before);
  }

  private Map<String, String> snapshot(CompileRequest of) throws IOException {
    Map<String, String> files = new TreeMap<>();
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all =
          walk.filter(path -> !path.startsWith(of.workspace()) && !path.startsWith(of.cache()))
              .filter(path -> !path.startsWith(folder("compiler")) && Files.isRegularFile(path))
              .toList();
    }
    for (Path file : all) {
      files.put(file.toString(), Files.getLastModifiedTime(file) + " " + Files.size(file));
    }
    return files;
  }

  /** Fails where something of the time or the place of the build is in the slug. */
  @Test
  public void sc8_equalInputsGiveAnEqualSlug() throws Exception {
    Slug first = compile();
    Slug second = compile();
    Map<String, String> changed = new HashMap<>(app());
    changed.put("a/b.txt", "changed");
    Slug other = compile(request("hello", new TestSource(changed)));

    assertThat(second.id()).as("slug of equal source").isEqualTo(first.id());
    assertThat(second.inputs()).as("inputs of equal source").isEqualTo(first.inputs());
    assertThat(other.id()).as("slug of other source").isNotEqualTo(first.id());
    assertThat(other.inputs()).as("inputs of other source").isNotEqualTo(first.inputs());
  }

  /** Fails where a slug that is there is compiled anew, or one that is not is returned. */
  @Test
  public void sc8_aPreviousSlugOfTheSameInputsIsReturnedAsItIs() throws Exception {
    Slug first = compile();
    TestSource source = new TestSource(app());
    Duration time = CompileRequest.DEFAULT_TIME_LIMIT;
    Slug again = compile(request("hello", source, List.of(first), time, USUAL_SIZE));
    assertThat(again).as("slug of unchanged source").isEqualTo(first);

    slugs.remove(first.id());
    Slug anew = compile(request("hello", source, List.of(first), time, USUAL_SIZE));
    assertThat(slugs.contains(anew.id()))
        .as("in the store: a slug whose previous one has been removed")
        .isTrue();
  }

  /** Fails where builds share files or state. */
  @Test
  public void sc9_buildsOfManyAppsRunAtOnce() throws Exception {
    List<Callable<Slug>> builds = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Map<String, String> files = new HashMap<>(app());
      files.put("number.txt", "app " + i);
      CompileRequest request = request("app-" + i, new TestSource(files));
      builds.add(() -> compile(request));
    }
    List<Slug> compiled = atOnce(builds);

    for (int i = 0; i < compiled.size(); i++) {
      assertThat(SlugTar.files(archive(compiled.get(i))).get("number.txt"))
          .as("file of app %s", i)
          .asString()
          .isEqualTo("app " + i);
    }
  }

  /** Fails where what is started early is not what is released. */
  @Test
  public void sc10_whatIsStartableEarlyIsWhatIsReturned() throws Exception {
    List<Slug> early = new CopyOnWriteArrayList<>();
    Slug slug =
        compiler.compile(request("hello", new TestSource(app())), new RecordedOutput(), early::add);

    assertThat(early).as("slugs told as startable").hasSizeLessThanOrEqualTo(1);
    assertThat(early).as("slugs told as startable").allMatch(slug::equals);
  }
}
