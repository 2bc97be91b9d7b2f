package dev.dynogrid.tck;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.CompileRequest;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.build.SourceTree;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.api.model.SlugId;
import dev.dynogrid.tck.memory.InMemorySlugCompiler;
import dev.dynogrid.tck.memory.InMemorySlugStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Slug compilers that break one rule each. */
final class BrokenSlugCompilers {
  private BrokenSlugCompilers() {}

  private abstract static class Case extends SlugCompilerContract {
    private InMemorySlugCompiler good;

    @Override
    protected SlugCompiler newCompiler(SlugStore into, Path folder) {
      good = new InMemorySlugCompiler(into);
      return broken(good, (InMemorySlugStore) into);
    }

    abstract SlugCompiler broken(SlugCompiler compiler, InMemorySlugStore into);

    @Override
    protected Map<String, String> slowApp(String mark) {
      good.withBuildTime(Duration.ofMinutes(5));
      return app();
    }

    @Override
    protected Duration patience() {
      return BrokenProvidersTest.PATIENCE;
    }

    @Override
    protected Duration promptness() {
      return BrokenProvidersTest.PROMPTNESS;
    }
  }

  private static CompileRequest with(
      CompileRequest request, SourceTree source, List<Slug> previous) {
    return new CompileRequest(
        request.build(),
        request.app(),
        request.appName(),
        source,
        request.configVars(),
        request.buildpacks(),
        request.stack(),
        request.workspace(),
        request.cache(),
        previous,
        request.timeLimit(),
        request.sizeLimit());
  }

  private static Slug with(Slug slug, SlugId id, String appDirectory) {
    return new Slug(
        id,
        slug.bytes(),
        slug.language(),
        slug.stack(),
        appDirectory,
        slug.processTypes(),
        slug.environment(),
        slug.health(),
        slug.inputs());
  }

  /** Source that is changed after it was written. */
  private interface Change {
    void in(Path directory) throws IOException;
  }

  private static SourceTree changed(SourceTree source, Change change) {
    return new SourceTree() {
      @Override
      public String digest() {
        return source.digest();
      }

      @Override
      public Optional<String> version() {
        return source.version();
      }

      @Override
      public void writeTo(Path directory) throws IOException, InterruptedException {
        source.writeTo(directory);
        change.in(directory);
      }
    };
  }

  @Breaks({
    "sc1_aBuildThatFailsLeavesNothing",
    "sc1_aSlugOverItsLimitIsRefused",
    "sc2_aLinkThatLeadsOutIsRefused",
    "sc5_theTimeLimitEndsTheBuild"
  })
  static final class StoresWhatFails extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) -> {
        try {
          return good.compile(request, output, early);
        } catch (BuildFailedException e) {
          byte[] half = "half".getBytes(StandardCharsets.UTF_8);
          into.corrupt(InMemorySlugStore.idOf(half), half);
          throw e;
        }
      };
    }
  }

  @Breaks({"sc1_theSlugIsInTheStore", "sc8_aPreviousSlugOfTheSameInputsIsReturnedAsItIs"})
  static final class TellsAnotherSize extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) -> {
        Slug slug = good.compile(request, output, early);
        return new Slug(
            slug.id(),
            slug.bytes() / 2,
            slug.language(),
            slug.stack(),
            slug.appDirectory(),
            slug.processTypes(),
            slug.environment(),
            slug.health(),
            slug.inputs());
      };
    }
  }

  @Breaks("sc1_aSlugOverItsLimitIsRefused")
  static final class KnowsNoLimit extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) ->
          good.compile(
              new CompileRequest(
                  request.build(),
                  request.app(),
                  request.appName(),
                  request.source(),
                  request.configVars(),
                  request.buildpacks(),
                  request.stack(),
                  request.workspace(),
                  request.cache(),
                  request.previous(),
                  request.timeLimit(),
                  Long.MAX_VALUE),
              output,
              early);
    }
  }

  @Breaks("sc2_theIdIsTheDigestOfTheArchive")
  static final class NamesSlugsByTheirInputs extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) -> {
        Slug slug = good.compile(with(request, request.source(), List.of()), output, early);
        SlugId other =
            InMemorySlugStore.idOf((slug.id() + slug.inputs()).getBytes(StandardCharsets.UTF_8));
        try {
          into.corrupt(other, into.open(slug.id()).orElseThrow().readAllBytes());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        for (Slug previous : request.previous()) {
          if (previous.id().equals(other)) {
            return previous;
          }
        }
        return with(slug, other, slug.appDirectory());
      };
    }
  }

  @Breaks("sc2_theArchiveIsCanonical")
  static final class LosesFileTimes extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) ->
          good.compile(
              with(
                  request, changed(request.source(), LosesFileTimes::touchAll), request.previous()),
              output,
              early);
    }

    private static void touchAll(Path directory) throws IOException {
      try (Stream<Path> walk = Files.walk(directory)) {
        for (Path path : walk.filter(Files::isRegularFile).toList()) {
          Files.setLastModifiedTime(path, FileTime.fromMillis(1_000));
        }
      }
    }
  }

  @Breaks("sc2_aLinkThatLeadsOutIsRefused")
  static final class FollowsLinks extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) ->
          good.compile(
              with(request, changed(request.source(), FollowsLinks::follow), request.previous()),
              output,
              early);
    }

    private static void follow(Path directory) throws IOException {
      try (Stream<Path> walk = Files.walk(directory)) {
        for (Path path : walk.filter(Files::isSymbolicLink).toList()) {
          Files.delete(path);
          Files.writeString(path, "what it led to");
        }
      }
    }
  }

  @Breaks("sc3_theAppIsCompiledWhereItsSlugSays")
  static final class NamesAnotherDirectory extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) -> {
        Slug slug = good.compile(request, output, early);
        return with(slug, slug.id(), "/elsewhere");
      };
    }
  }

  @Breaks("sc4_aFaultOfTheSourceNamesFileAndLine")
  static final class SaysOnlyThatItFailed extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) -> {
        try {
          return good.compile(request, output, early);
        } catch (BuildFailedException e) {
          throw String.valueOf(e.getMessage()).contains("twice")
              ? new BuildFailedException("the build failed", e)
              : e;
        }
      };
    }
  }

  @Breaks("sc4_aFaultOfThePlatformIsNotTheSources")
  static final class BlamesTheSourceForEverything extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) -> {
        try {
          return good.compile(request, output, early);
        } catch (DynogridException e) {
          throw e instanceof BuildFailedException
              ? e
              : new BuildFailedException(String.valueOf(e.getMessage()), e);
        }
      };
    }
  }

  @Breaks("sc5_interruptionEndsTheBuildAtOnce")
  static final class FinishesWhenInterrupted extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) -> {
        try {
          return good.compile(request, output, early);
        } catch (InterruptedException e) {
          BrokenProvidersTest.dawdle();
          throw e;
        }
      };
    }
  }

  @Breaks("sc5_theTimeLimitEndsTheBuild")
  static final class KnowsNoTimeLimit extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) ->
          good.compile(
              new CompileRequest(
                  request.build(),
                  request.app(),
                  request.appName(),
                  request.source(),
                  request.configVars(),
                  request.buildpacks(),
                  request.stack(),
                  request.workspace(),
                  request.cache(),
                  request.previous(),
                  Duration.ofMinutes(10),
                  request.sizeLimit()),
              output,
              early);
    }
  }

  @Breaks({"sc5_interruptionEndsTheBuildAtOnce", "sc6_outputComesWhileTheBuildRuns"})
  static final class TellsAllAtTheEnd extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) -> {
        RecordedOutput kept = new RecordedOutput();
        try {
          return good.compile(request, kept, early);
        } finally {
          kept.lines().forEach(output::step);
        }
      };
    }
  }

  @Breaks("sc7_aBuildWritesItsWorkspaceAndItsCacheAlone")
  static final class LeavesAFileBeside extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) -> {
        try {
          Files.writeString(
              request.workspace().resolveSibling("left-" + UUID.randomUUID()), "left");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return good.compile(request, output, early);
      };
    }
  }

  @Breaks("sc8_equalInputsGiveAnEqualSlug")
  static final class PutsTheTimeIntoTheSlug extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) ->
          good.compile(
              with(
                  request,
                  changed(
                      request.source(),
                      directory ->
                          Files.writeString(
                              directory.resolve("built-at"), UUID.randomUUID().toString())),
                  request.previous()),
              output,
              early);
    }
  }

  @Breaks("sc8_aPreviousSlugOfTheSameInputsIsReturnedAsItIs")
  static final class CompilesAnewEachTime extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) ->
          good.compile(with(request, request.source(), List.of()), output, early);
    }
  }

  @Breaks("sc10_whatIsStartableEarlyIsWhatIsReturned")
  static final class TellsTwice extends Case {
    @Override
    SlugCompiler broken(SlugCompiler good, InMemorySlugStore into) {
      return (request, output, early) -> {
        Slug slug = good.compile(request, output, early);
        early.startable(slug);
        early.startable(slug);
        return slug;
      };
    }
  }
}
