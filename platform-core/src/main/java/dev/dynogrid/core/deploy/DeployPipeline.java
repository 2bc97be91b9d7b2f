package dev.dynogrid.core.deploy;

import dev.dynogrid.api.PlatformAddresses;
import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.ConfigVars;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.model.ReleaseStatus;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.core.grid.Grid;
import dev.dynogrid.core.log.AppLogs;
import dev.dynogrid.core.store.Ledger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Everything that makes a release: deploys, config changes, rollbacks. Each goes the same way:
 * release command, check, one transaction that decides, switch.
 */
public final class DeployPipeline implements Deploys {
  private static final int SHORT_COMMIT = 7;

  private final Parts parts;
  private final Turns turns;
  private final CompileStep compileStep;
  private final ReleaseCommandStep releaseCommandStep;
  private final CheckStep checkStep;
  private final DeployOptions options;
  private final SlugKeeper keeper;

  /**
   * Everything that the pipeline works with.
   *
   * @param addresses where the platform can be reached, once it has started
   * @param events is told of every decided release
   */
  public record Parts(
      Ledger ledger,
      Grid grid,
      SlugCompiler compiler,
      DynoRuntime runtime,
      AppLogs logs,
      Supplier<PlatformAddresses> addresses,
      Consumer<PlatformEvent> events,
      Supplier<UUID> ids,
      Clock clock) {}

  /** A pipeline of its parts. */
  public DeployPipeline(Parts parts, DeployOptions options) {
    this.parts = parts;
    this.options = options;
    this.turns = new Turns(options.buildsAtOnce());
    this.compileStep =
        new CompileStep(parts.compiler(), parts.runtime().stack(), options, parts.ids());
    this.releaseCommandStep = new ReleaseCommandStep(parts.grid(), options);
    this.checkStep = new CheckStep(parts.grid(), parts.logs(), options, parts.clock());
    this.keeper = new SlugKeeper(parts.ledger(), parts.runtime());
  }

  @Override
  public Release deploy(DeployRequest request, BuildOutput output) throws InterruptedException {
    return turns.forApp(
        request.app(),
        output,
        () -> {
          request.precondition().run();
          PhaseTimes times = new PhaseTimes(System::nanoTime);
          times.add("receive", request.received());
          Release release = compileAndRelease(request, output, times);
          request.accepted().run();
          output.step("Released " + release.label());
          output.detail(url(request.app()));
          output.detail(times.toString());
          return release;
        });
  }

  private Release compileAndRelease(DeployRequest request, BuildOutput output, PhaseTimes times)
      throws InterruptedException {
    Ledger.AppEntry entry = parts.ledger().get(request.app());
    List<Release> releases = parts.ledger().releases(request.app());
    EarlyStart early = new EarlyStart(slug -> pending(draft(request, entry, slug)), checkStep);
    try (SlugKeeper.Use use = keeper.begin()) {
      Slug slug =
          turns.forBuild(
              output, () -> compileStep.compile(entry, releases, request.source(), output, early));
      use.of(slug.id());
      times.lap("compile");
      Release release = early.release().orElseGet(() -> pending(draft(request, entry, slug)));
      return release(release, early.running(), output, times);
    } finally {
      early.dropUnused();
    }
  }

  private static Draft draft(DeployRequest request, Ledger.AppEntry entry, Slug slug) {
    return new Draft(
        request.app(),
        request.actor(),
        slug,
        entry.configVars(),
        "Deploy" + request.source().version().map(v -> " " + shortened(v)).orElse(""),
        request.source().version(),
        request.ref());
  }

  private static String shortened(String commit) {
    return commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
  }

  /**
   * Changes the config vars: one release of the same slug, or, if nothing was deployed yet, just
   * the config vars.
   *
   * @return empty if nothing changed or there is nothing to release
   */
  public Optional<Release> changeConfig(
      AppId app, Actor actor, UnaryOperator<ConfigVars> change, String description)
      throws InterruptedException {
    return turns.forApp(
        app,
        Quiet.OUTPUT,
        () -> {
          ConfigVars before = parts.ledger().get(app).configVars();
          ConfigVars after = change.apply(before);
          Optional<Release> current = parts.ledger().currentRelease(app);
          if (after.equals(before)) {
            return Optional.empty();
          } else if (current.isEmpty()) {
            parts.ledger().setConfigWithoutRelease(app, after, actor);
            return Optional.empty();
          }
          Draft draft =
              new Draft(
                  app,
                  actor,
                  current.get().slug(),
                  after,
                  description,
                  current.get().commit(),
                  Optional.empty());
          return Optional.of(again(draft));
        });
  }

  /** Makes a new release out of an old one. */
  public Release rollback(AppId app, Actor actor, int version) throws InterruptedException {
    return turns.forApp(
        app,
        Quiet.OUTPUT,
        () -> {
          Release old =
              parts.ledger().releases(app).stream()
                  .filter(r -> r.version() == version && r.status() == ReleaseStatus.SUCCEEDED)
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new DynogridException(
                              ErrorCode.NOT_FOUND,
                              "app "
                                  + parts.ledger().get(app).app().name()
                                  + " has no succeeded release v"
                                  + version));
          Draft draft =
              new Draft(
                  app,
                  actor,
                  old.slug(),
                  old.configVars(),
                  "Rollback to " + old.label(),
                  old.commit(),
                  Optional.empty());
          return again(draft);
        });
  }

  private Release again(Draft draft) throws InterruptedException {
    try (SlugKeeper.Use use = keeper.begin()) {
      use.of(draft.slug().id());
      return release(
          pending(draft), Optional.empty(), Quiet.OUTPUT, new PhaseTimes(System::nanoTime));
    }
  }

  /** What a release is to be made of. */
  private record Draft(
      AppId app,
      Actor actor,
      Slug slug,
      ConfigVars configVars,
      String description,
      Optional<String> commit,
      Optional<String> ref) {}

  private Release release(
      Release pending, Optional<CheckStep.Running> begun, BuildOutput output, PhaseTimes times)
      throws InterruptedException {
    CheckStep.Running running = prove(pending, begun, output);
    times.lap("check");
    Release decided;
    try {
      decided = decide(pending, ReleaseStatus.SUCCEEDED, Optional.empty());
    } catch (RuntimeException e) {
      checkStep.drop(running);
      throw e;
    }
    rollOut(decided, output);
    times.lap("switch");
    keeper.tidy();
    return decided;
  }

  private Release pending(Draft draft) {
    return new Release(
        new ReleaseId(parts.ids().get()),
        draft.app(),
        parts.ledger().get(draft.app()).lastVersion() + 1,
        ReleaseStatus.PENDING,
        draft.slug(),
        draft.configVars(),
        draft.description(),
        draft.commit(),
        draft.ref(),
        Optional.empty(),
        parts.clock().instant(),
        draft.actor());
  }

  /** A release that fails here is in the ledger, as failed, and nothing else has changed. */
  private CheckStep.Running prove(
      Release pending, Optional<CheckStep.Running> begun, BuildOutput output)
      throws InterruptedException {
    try {
      releaseCommandStep.run(pending, output);
      CheckStep.Running running = begun.orElseGet(() -> checkStep.begin(pending));
      checkStep.await(running, output);
      return running;
    } catch (DynogridException e) {
      decide(pending, ReleaseStatus.FAILED, Optional.of(e.getMessage()));
      throw e;
    }
  }

  private Release decide(Release pending, ReleaseStatus status, Optional<String> failure) {
    Release decided =
        new Release(
            pending.id(),
            pending.app(),
            pending.version(),
            status,
            pending.slug(),
            pending.configVars(),
            pending.description(),
            pending.commit(),
            pending.ref(),
            failure,
            parts.clock().instant(),
            pending.createdBy());
    parts.ledger().decide(decided);
    parts
        .events()
        .accept(new PlatformEvent.ReleaseDecided(pending.app(), decided.createdAt(), decided));
    String what = "Release " + decided.label() + " by " + decided.createdBy();
    log(
        decided,
        failure
            .map(reason -> what + " failed: " + reason)
            .orElseGet(() -> what + ": " + decided.description()));
    return decided;
  }

  /** From here on the release stands: what is late is reported, and does not undo it. */
  private void rollOut(Release release, BuildOutput output) {
    try {
      Waiting.on(
          parts.grid().accept(release), options.checkTimeLimit(), "the new release to take over");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (DynogridException e) {
      output.warning(release.label() + " is accepted, but not everything is up: " + e.getMessage());
    }
  }

  private void log(Release release, String text) {
    LogSink sink = parts.logs();
    sink.accept(new LogLine(release.app(), parts.clock().instant(), LogLine.PLATFORM, "api", text));
  }

  private String url(AppId app) {
    return parts.addresses().get().appUrl(parts.ledger().get(app).app().name()) + " deployed";
  }

  /** Cancels what is under way for an app that goes away. */
  public void cancel(AppId app) {
    turns.cancel(app);
  }

  /** Cancels everything that is under way and not decided. */
  public void cancelAll() {
    turns.cancelAll();
  }

  /** Lets go of what is kept for the next build. */
  public void close() {
    parts.compiler().close();
  }
}
