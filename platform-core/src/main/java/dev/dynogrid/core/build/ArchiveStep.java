package dev.dynogrid.core.build;

import dev.dynogrid.api.build.CompileRequest;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.model.Slug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a slug of what was built, and keeps it. */
final class ArchiveStep {
  private static final String MARKER = "slug.sha256";

  private final SlugStore slugs;

  ArchiveStep(SlugStore slugs) {
    this.slugs = slugs;
  }

  /** Returns once the slug is stored and its sources have been looked at. */
  Slug store(
      CompileRequest request,
      CompileContext context,
      BuildpacksStep.Built built,
      DescribeStep.Described described,
      String inputs,
      ChecksBeside checks,
      SlugCompiler.Early early)
      throws IOException, InterruptedException {
    Path app = context.appDirectory();
    Trees.makeWritable(app);
    try (SlugArchive archive = SlugArchive.of(app, request.sizeLimit())) {
      Slug slug =
          new Slug(
              archive.id(),
              archive.size(),
              built.language(),
              request.stack().name(),
              app.toString(),
              described.processTypes(),
              built.environment(),
              described.healthCheck(),
              inputs);
      finish(slug, app);
      early.startable(slug);
      slugs.put(archive.id(), archive::writeTo);
      checks.await();
      context.checkTime();
      context.output().step("Slug size is " + Bytes.text(archive.size()));
      return slug;
    }
  }

  /** The tree is whole: it is shared by dynos from now on. */
  private static void finish(Slug slug, Path app) throws IOException {
    Trees.makeReadOnly(app);
    Files.writeString(app.resolveSibling(MARKER), slug.id() + "\n");
  }
}
