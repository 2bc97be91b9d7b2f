package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.build.CommandResult;
import dev.dynogrid.api.model.ProcessType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Java in source files at the top of the app, one of which has a main method; no build tool. */
final class JavaSourceBuildpack implements Buildpack {
  private static final String CLASSES = ".dynogrid/classes";

  /** The JDK that compiled it, where the dyno has it; a heap of the dyno's size. */
  private static final String JAVA =
      "exec \"${JAVA_HOME:+$JAVA_HOME/bin/}java\" -XX:+UseSerialGC -Xshare:auto"
          + " -XX:MaxRAM=${MEMORY_AVAILABLE:-512}m -XX:MaxRAMPercentage=60 -cp ";

  private static final Pattern MAIN = Pattern.compile("static\\s+void\\s+main\\s*\\(");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");

  @Override
  public String name() {
    return "java-source";
  }

  @Override
  public String version() {
    return "2 " + System.getProperty("java.vm.version") + " " + System.getProperty("java.home");
  }

  @Override
  public Optional<String> detect(Path app) throws IOException {
    boolean built =
        Stream.of("pom.xml", "build.gradle", "build.gradle.kts")
            .anyMatch(file -> Files.exists(app.resolve(file)));
    return built || mainFile(app).isEmpty() ? Optional.empty() : Optional.of("Java");
  }

  private static List<Path> sources(Path app) throws IOException {
    try (Stream<Path> files = Files.list(app)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static Optional<Path> mainFile(Path app) throws IOException {
    for (Path file : sources(app)) {
      if (Files.isRegularFile(file) && MAIN.matcher(Files.readString(file)).find()) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  @Override
  public BuildpackResult compile(BuildContext context) throws IOException, InterruptedException {
    Path app = context.appDirectory();
    context.output().step("Compiling Java " + System.getProperty("java.version"));
    Files.createDirectories(app.resolve(CLASSES));
    ClassData classData =
        ClassData.in(context.cacheDirectory(), "javac", System.getProperty("java.vm.version", ""));
    CommandResult result = context.capture(compiler(app, classData), Map.of());
    if (!result.succeeded()) {
      throw new BuildFailedException("javac found errors\n" + result.output().strip());
    }
    classData.keep();
    String main = mainClass(mainFile(app).orElseThrow());
    return new BuildpackResult(Map.of(ProcessType.WEB, JAVA + CLASSES + " " + main), Map.of());
  }

  /** Annotation processors would run the app's code outside of its sandbox. */
  private static List<String> compiler(Path app, ClassData classData) throws IOException {
    Path javac = Path.of(System.getProperty("java.home"), "bin", "javac");
    List<String> command =
        new ArrayList<>(
            List.of(
                Files.isExecutable(javac) ? javac.toString() : "javac",
                "-J-XX:+UseSerialGC",
                "-J-XX:TieredStopAtLevel=1",
                "-J-Xshare:auto",
                "-J" + classData.option(),
                "-J-Xlog:disable",
                "-proc:none",
                "-nowarn",
                "-encoding",
                "UTF-8",
                "-d",
                CLASSES));
    sources(app).forEach(file -> command.add(app.relativize(file).toString()));
    return command;
  }

  private static String mainClass(Path file) throws IOException {
    String name = file.getFileName().toString().replace(".java", "");
    Matcher matcher = PACKAGE.matcher(Files.readString(file));
    return matcher.find() ? matcher.group(1) + "." + name : name;
  }
}
