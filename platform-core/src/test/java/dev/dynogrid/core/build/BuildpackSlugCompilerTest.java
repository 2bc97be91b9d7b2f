package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Slug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuildpackSlugCompilerTest {
  private static final ProcessType WORKER = new ProcessType("worker");

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void layOut() {
    bench = new Bench(folder);
    bench.write("app.txt", "source");
  }

  private BuildpackSlugCompiler compiler(Buildpack... buildpacks) {
    return bench.compiler(List.of(buildpacks));
  }

  @Test
  void theFirstBuildpackThatRecognisesTheAppCompilesItAlone() throws Exception {
    Slug slug =
        bench.compile(
            compiler(
                new Marker("one", false, Map.of()),
                new Marker("two", true, Map.of(ProcessType.WEB, "two")),
                new Marker("three", true, Map.of(ProcessType.WEB, "three"))));
    assertThat(slug.language()).isEqualTo("Two");
    assertThat(slug.processTypes()).containsExactly(Map.entry(ProcessType.WEB, "two"));
    assertThat(Bench.content(slug))
        .containsOnlyKeys(".profile.d/000-path.sh", "app.txt", "two.txt");
  }

  @Test
  void thoseThatWereAskedForWorkInOrderAndEachGetsWhatTheOnesBeforeItMade() throws Exception {
    Slug slug =
        bench
            .buildpacks("two", "heroku/one")
            .compile(
                compiler(
                    new Marker("one", true, Map.of(ProcessType.WEB, "one")),
                    new Marker("two", true, Map.of(ProcessType.WEB, "two", WORKER, "work"))));
    assertThat(Bench.content(slug).get("two.txt")).isEqualTo("[app.txt] LAST=null");
    assertThat(Bench.content(slug).get("one.txt")).isEqualTo("[app.txt, two.txt] LAST=two");
    assertThat(slug.language()).isEqualTo("One");
    assertThat(slug.processTypes()).containsExactly(Map.entry(ProcessType.WEB, "one"));
    assertThat(slug.environment()).containsEntry("LAST", "one").containsEntry("two", "was here");
    assertThat(Bench.content(slug))
        .containsEntry(
            ".profile.d/000-path.sh", "export PATH=\"$HOME/one/bin:$HOME/two/bin:$PATH\"\n");
    assertThat(bench.output)
        .containsSubsequence("-----> Two app detected", "-----> One app detected");
  }

  @Test
  void theDefaultTypesOfTheLastThatHasAnyAreTaken() throws Exception {
    Slug slug =
        bench
            .buildpacks("one", "two")
            .compile(
                compiler(
                    new Marker("one", true, Map.of(ProcessType.WEB, "one")),
                    new Marker("two", true, Map.of())));
    assertThat(slug.processTypes()).containsExactly(Map.entry(ProcessType.WEB, "one"));
  }

  @Test
  void oneThatWasAskedForAndDoesNotFitFailsTheBuildByItsName() {
    assertThatThrownBy(
            () -> bench.buildpacks("one").compile(compiler(new Marker("one", false, Map.of()))))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageStartingWith("the app does not fit the buildpack one");
  }

  @Test
  void aNameThatNoBuildpackHasIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(
            () -> bench.buildpacks("perl").compile(compiler(new Marker("one", true, Map.of()))))
        .isInstanceOf(BuildFailedException.class)
        .hasMessage("no buildpack named perl (expected: one of one, or the URL of one)");
  }

  @Test
  void unchangedInputsAreNotCompiledAgainAndOtherBuildpacksAre() throws Exception {
    BuildpackSlugCompiler compiler =
        compiler(
            new Marker("one", true, Map.of(ProcessType.WEB, "run")),
            new Marker("two", true, Map.of(ProcessType.WEB, "run")));
    Slug first = bench.buildpacks("one", "two").compile(compiler);
    assertThat(bench.compile(compiler)).isSameAs(first);
    assertThat(bench.output)
        .containsExactly(
            "-----> Two app detected",
            "-----> Nothing changed: using the slug of an earlier build");
    assertThat(bench.buildpacks("two", "one").compile(compiler).inputs())
        .isNotEqualTo(first.inputs());
    assertThat(bench.buildpacks("two").compile(compiler).inputs()).isNotEqualTo(first.inputs());
  }

  /** Writes a file that tells what it found. */
  private record Marker(String name, boolean fits, Map<ProcessType, String> types)
      implements Buildpack {
    @Override
    public String version() {
      return "1";
    }

    @Override
    public Optional<String> detect(Path app) {
      return fits
          ? Optional.of(name.substring(0, 1).toUpperCase() + name.substring(1))
          : Optional.empty();
    }

    @Override
    public BuildpackResult compile(BuildContext context) throws IOException {
      Path app = context.appDirectory();
      List<String> found;
      try (var files = Files.list(app)) {
        found = files.map(file -> file.getFileName().toString()).sorted().toList();
      }
      Files.writeString(
          app.resolve(name + ".txt"), found + " LAST=" + context.environment().get("LAST"));
      return new BuildpackResult(
          types, Map.of("LAST", name, name, "was here"), List.of(name + "/bin"));
    }
  }
}
