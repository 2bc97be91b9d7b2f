package dev.dynogrid.tck.memory;

import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.tck.SlugCompilerContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

final class InMemorySlugCompilerTest extends SlugCompilerContract {
  private InMemorySlugCompiler compiler;

  @Override
  protected SlugCompiler newCompiler(SlugStore into, Path folder) {
    compiler = new InMemorySlugCompiler(into);
    return compiler;
  }

  @Override
  protected Map<String, String> slowApp(String mark) {
    compiler.withBuildTime(Duration.ofMinutes(5));
    return app();
  }
}
