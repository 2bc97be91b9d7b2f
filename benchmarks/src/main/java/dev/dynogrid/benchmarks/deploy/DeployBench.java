package dev.dynogrid.benchmarks.deploy;

import dev.dynogrid.api.Platform;
import dev.dynogrid.core.Dynogrid;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Times a push of a one-line change, from the start of {@code git push} to the new code's first
 * answer through the mesh. The floor is measured in the same rounds: the same push to a branch that
 * is only kept, by the same server, the app's build by hand where it has one, and the app's command
 * from its fork to its first answer.
 */
public final class DeployBench {
  private static final int ROUNDS = 7;
  private static final int WARM_UPS = 3;
  private static final double ALLOWED_MILLIS = 100;
  private static final int KNOWN_APPS = 100;
  private static final int STARTS = 5;
  private static final double ALLOWED_READY_MILLIS = 1500;

  private final Path project;
  private final Path work;

  private DeployBench(Path project, Path work) {
    this.project = project;
    this.work = work;
  }

  /**
   * Runs it.
   *
   * @param arguments the project's folder, then the apps to measure; everything if there are none
   */
  public static void main(String[] arguments) throws Exception {
    Path project = Path.of(arguments[0]).toAbsolutePath();
    DeployBench bench = new DeployBench(project, Files.createTempDirectory("dynogrid-bench"));
    List<String> names = List.of(arguments).subList(1, arguments.length);
    bench.measureApps(bench.subjects(names));
    if (names.isEmpty()) {
      bench.measureReady();
    }
  }

  private List<Subject> subjects(List<String> names) {
    List<Subject> all = Subject.all(siteClasses());
    List<String> known = all.stream().map(Subject::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("app: " + name + " (expected: one of " + known + ")");
      }
    }
    return all.stream().filter(s -> names.isEmpty() || names.contains(s.name())).toList();
  }

  private void measureApps(List<Subject> subjects) throws IOException, InterruptedException {
    System.out.println("deploy: a one-line change, medians of " + ROUNDS + " rounds, in ms");
    System.out.printf(
        "%-18s %12s %12s %12s %12s %14s %12s   %s%n",
        "app",
        "bare push",
        "build",
        "boot",
        "floor",
        "push to live",
        "over floor",
        "of which, by the push");
    try (Host host = Host.start(project, work.resolve("data"))) {
      for (Subject subject : subjects) {
        measure(host, subject);
      }
    }
  }

  private String siteClasses() {
    return project.resolve("platform-core/target/classes").toString();
  }

  private void measure(Host host, Subject subject) throws IOException, InterruptedException {
    Git git =
        Git.copyOf(
            project.resolve("examples/sample-apps").resolve(subject.name()),
            work.resolve(subject.name()),
            host.url(subject.name()));
    git.run("add", "--all");
    git.run("commit", "--quiet", "-m", "first");
    git.push("refs/heads/main");
    timeBuild(git, subject.online());
    Timing push = new Timing();
    Timing build = new Timing();
    Timing boot = new Timing();
    Timing live = new Timing();
    Parts parts = new Parts();
    String text = subject.marker();
    for (int round = 1 - WARM_UPS; round <= ROUNDS; round++) {
      String kept = subject.marker() + " kept " + round;
      git.change(subject.file(), text, kept);
      long keptTime = timePush(git, "refs/heads/kept");
      long buildTime = timeBuild(git, subject);
      long bootTime = timeBoot(git, subject, kept);
      text = subject.marker() + " live " + round;
      git.change(subject.file(), kept, text);
      long liveTime = timeLive(host, git, subject, text, round > 0 ? parts : new Parts());
      if (round > 0) {
        push.add(keptTime);
        build.add(buildTime);
        boot.add(bootTime);
        live.add(liveTime);
      }
    }
    print(subject, push.median(), build.median(), boot.median(), live.median(), parts);
  }

  private static long timePush(Git git, String ref) throws IOException, InterruptedException {
    long start = System.nanoTime();
    git.push(ref);
    return System.nanoTime() - start;
  }

  /** 0 if there is nothing to build. */
  private static long timeBuild(Git git, Subject subject) throws IOException, InterruptedException {
    if (subject.build().isEmpty()) {
      return 0;
    }
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(List.of("/bin/bash", "-c", subject.build()))
            .directory(git.folder().toFile())
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(subject.build() + " failed");
    }
    return System.nanoTime() - start;
  }

  private static long timeBoot(Git git, Subject subject, String text)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(List.of("/bin/bash", "-c", subject.command()))
            .directory(git.folder().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PORT", Integer.toString(port));
    long start = System.nanoTime();
    Process process = builder.start();
    try {
      return Http.awaitAnswer(port, "localhost", text) - start;
    } finally {
      process.destroy();
      process.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static long timeLive(Host host, Git git, Subject subject, String text, Parts parts)
      throws IOException, InterruptedException {
    FutureTask<String> push = new FutureTask<>(() -> git.push("refs/heads/main"));
    long start = System.nanoTime();
    new Thread(push, "bench-push").start();
    long answered = Http.awaitAnswer(host.port(), subject.name() + ".localhost", text);
    try {
      parts.read(push.get());
    } catch (ExecutionException e) {
      throw new IOException("the push failed", e.getCause());
    }
    return answered - start;
  }

  private static void print(
      Subject subject, double push, double build, double boot, double live, Parts parts) {
    double floor = push + build + boot;
    System.out.printf(
        Locale.ROOT,
        "%-18s %12.0f %12.0f %12.0f %12.0f %14.0f %12.0f   %s%n",
        subject.name(),
        push,
        build,
        boot,
        floor,
        live,
        live - floor,
        parts);
    System.out.printf(
        Locale.ROOT,
        "result deploy-%s over-floor-ms=%.0f goal=%.0f%n",
        subject.name(),
        live - floor,
        subject.isToBeatHand() ? 0 : ALLOWED_MILLIS);
  }

  private void measureReady() throws IOException, InterruptedException {
    Path data = work.resolve("hundred");
    try (Platform platform =
        Dynogrid.builder().dataDirectory(data).port(0).controlPort(0).build()) {
      platform.start();
      for (int app = 1; app <= KNOWN_APPS; app++) {
        platform.apps().create("app-" + app);
      }
    }
    Timing ready = new Timing();
    for (int start = 1; start <= STARTS; start++) {
      try (Host host = Host.start(project, data)) {
        ready.add(TimeUnit.MILLISECONDS.toNanos(host.readyMillis()));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "result ready-with-%d-apps ready-ms=%.0f goal=%.0f%n",
        KNOWN_APPS,
        ready.median(),
        ALLOWED_READY_MILLIS);
  }
}
