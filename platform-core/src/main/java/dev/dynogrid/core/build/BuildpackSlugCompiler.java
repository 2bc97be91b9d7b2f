package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.CommandRunner;
import dev.dynogrid.api.build.CompileRequest;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.core.build.classic.BuildpackReference;
import dev.dynogrid.core.build.classic.ClassicBuildpacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Compiles by buildpacks, with the tools of this machine. The steps, one class each: write the
 * source, choose the buildpacks, stop here if all is as it was, let them work, find out how the app
 * is run, archive. What can go side by side does: sources are parsed while the archive is written.
 */
public final class BuildpackSlugCompiler implements SlugCompiler {
  /** What Linux and others say, since Java has no exception of its own for it. */
  private static final String DISK_FULL = "No space left on device";

  private final LineupStep lineupStep;
  private final ArchiveStep archiveStep;
  private final CommandRunner commands;
  private final SlugStore slugs;
  private final Clock clock;
  private final SourceChecks sourceChecks =
      new SourceChecks(
          List.of(
              ScriptCheck.OF_RUBY, ScriptCheck.OF_PYTHON, ScriptCheck.OF_NODE, new ShellCheck()));

  /**
   * A compiler.
   *
   * @param buildpacks built-in ones, asked in this order; the first that recognises an app compiles
   *     it
   * @param platformWide asked before those: each that fits an app works, in this order
   * @param classic finds those that are not built in
   * @param commands runs their programs
   */
  public BuildpackSlugCompiler(
      List<Buildpack> buildpacks,
      List<BuildpackReference> platformWide,
      ClassicBuildpacks classic,
      CommandRunner commands,
      SlugStore slugs,
      Clock clock) {
    this.lineupStep = new LineupStep(buildpacks, platformWide, classic);
    this.archiveStep = new ArchiveStep(slugs);
    this.commands = commands;
    this.slugs = slugs;
    this.clock = clock;
  }

  @Override
  public Slug compile(CompileRequest request, BuildOutput output, Early early)
      throws InterruptedException {
    try {
      return compileIn(request, output, early);
    } catch (IOException | UncheckedIOException e) {
      throw new DynogridException(
          ErrorCode.EXHAUSTED,
          "the build of " + request.appName() + " could not go on: " + reason(request, e),
          e);
    }
  }

  @Override
  public void close() {
    commands.close();
  }

  private static String reason(CompileRequest request, Exception e) {
    return String.valueOf(e.getMessage()).contains(DISK_FULL)
        ? "no space is left on the disk of "
            + request.workspace().getParent()
            + ", or on that of temporary files: the platform's owner must make room"
        : e.toString();
  }

  private Slug compileIn(CompileRequest request, BuildOutput output, Early early)
      throws IOException, InterruptedException {
    Path app = SourceStep.write(request);
    Lineup lineup = lineupStep.choose(request, app);
    String inputs = Inputs.digest(request, lineup.identities());
    Optional<Slug> same = unchanged(request, inputs);
    if (same.isPresent()) {
      output.step(same.get().language() + " app detected");
      output.step("Nothing changed: using the slug of an earlier build");
      return same.get();
    }
    CompileContext context = new CompileContext(request, app, output, commands, clock);
    try (Scratch scratch = new Scratch(request.workspace());
        ChecksBeside checks = new ChecksBeside(sourceChecks)) {
      BuildpacksStep.Built built = BuildpacksStep.run(lineup, context, checks, scratch);
      DescribeStep.Described described = DescribeStep.describe(built, context);
      return archiveStep.store(request, context, built, described, inputs, checks, early);
    }
  }

  private Optional<Slug> unchanged(CompileRequest request, String inputs) throws IOException {
    for (Slug slug : request.previous()) {
      if (slug.inputs().equals(inputs) && slugs.contains(slug.id())) {
        return Optional.of(slug);
      }
    }
    return Optional.empty();
  }
}
