package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.core.build.classic.BuildpackSource;
import dev.dynogrid.core.build.classic.ClassicBuildpack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A buildpack that is a folder of scripts. Each build works with a copy of its own. */
final class ClassicStage implements Stage {
  private final String name;
  private final BuildpackSource source;
  private @Nullable ClassicBuildpack copy;
  private @Nullable ClassicPlace place;

  ClassicStage(String name, BuildpackSource source) {
    this.name = name;
    this.source = source;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String identity() {
    return source.identity();
  }

  @Override
  public boolean movesSource() {
    return true;
  }

  @Override
  public void prepare(CompileContext context, Scratch scratch) throws IOException {
    Path folder = scratch.newFolder();
    source.copyTo(folder);
    copy = ClassicBuildpack.in(folder, name);
    place = new ClassicPlace(context, scratch);
  }

  @Override
  public Optional<String> detect(CompileContext context) throws IOException, InterruptedException {
    return prepared(copy).detect(prepared(place));
  }

  @Override
  public BuildpackResult compile(CompileContext context) throws IOException, InterruptedException {
    return prepared(copy).compile(prepared(place));
  }

  private static <T> T prepared(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("not prepared");
    }
    return part;
  }
}
