package dev.dynogrid.examples.providers;

import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.tck.SlugCompilerContract;
import java.nio.file.Path;
import java.util.Map;

final class JarFolderCompilerTest extends SlugCompilerContract {
  @Override
  protected SlugCompiler newCompiler(SlugStore into, Path folder) {
    return new JarFolderCompiler(into);
  }

  @Override
  protected Map<String, String> app() {
    return Map.of("hello.jar", "a jar", "a-b.txt", "before a/b", "a/b.txt", "nested");
  }

  @Override
  protected FaultyApp faultyApp() {
    return new FaultyApp(Map.of("Main.java", "class Main {}"), "Main.java", 0);
  }
}
