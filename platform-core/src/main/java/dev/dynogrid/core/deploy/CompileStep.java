package dev.dynogrid.core.deploy;

import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.build.CompileRequest;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SourceTree;
import dev.dynogrid.api.build.Stack;
import dev.dynogrid.api.model.BuildId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseStatus;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.core.store.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** From source to slug: gives the compiler a place to work in, and takes it back if it fails. */
final class CompileStep {
  /** Slugs that are compared: going back to an older commit than this compiles it again. */
  private static final int PREVIOUS_SLUGS = 5;

  private final SlugCompiler compiler;
  private final Stack stack;
  private final DeployOptions options;
  private final Supplier<UUID> ids;

  CompileStep(SlugCompiler compiler, Stack stack, DeployOptions options, Supplier<UUID> ids) {
    this.compiler = compiler;
    this.stack = stack;
    this.options = options;
    this.ids = ids;
  }

  Slug compile(
      Ledger.AppEntry entry,
      List<Release> releases,
      SourceTree source,
      BuildOutput output,
      SlugCompiler.Early early)
      throws InterruptedException {
    BuildId build = new BuildId(ids.get());
    Path workspace = options.workspaces().resolve(build.toString());
    Path cache = options.caches().resolve(entry.app().id().toString());
    try {
      Files.createDirectories(cache);
      Files.createDirectories(workspace);
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.EXHAUSTED, "cannot make room for the build in " + workspace + ": " + e, e);
    }
    CompileRequest request =
        new CompileRequest(
            build,
            entry.app().id(),
            entry.app().name(),
            source,
            entry.configVars(),
            entry.app().buildpacks(),
            stack,
            workspace,
            cache,
            previous(releases),
            options.buildTimeLimit(),
            options.slugSizeLimit());
    boolean used = false;
    try {
      Slug slug = compiler.compile(request, output, early);
      used = slug.appDirectory().startsWith(workspace.toString());
      return slug;
    } finally {
      if (!used) {
        remove(workspace);
      }
    }
  }

  private static List<Slug> previous(List<Release> releases) {
    return releases.stream()
        .filter(release -> release.status() == ReleaseStatus.SUCCEEDED)
        .map(Release::slug)
        .distinct()
        .limit(PREVIOUS_SLUGS)
        .toList();
  }

  private static void remove(Path workspace) {
    try {
      Trees.remove(workspace);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the workspace " + workspace, e);
    }
  }
}
