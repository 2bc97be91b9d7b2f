package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.core.build.tool.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Java built by Maven. Start with {@link MavenCommand} for how Maven is called, and with {@link
 * JvmLaunch} for how what it made is run.
 *
 * <p>Each app has a local repository of its own in its build cache: builds are other people's code,
 * and what one app's build puts into a repository must be no other app's plugin. Maven runs without
 * the index once all was fetched for the same poms. What it compiles is not kept: Maven's plugins
 * do not notice all that can vanish from one commit to the next, and compiling a module anew costs
 * less than starting Maven.
 */
final class MavenBuildpack implements Buildpack {
  private static final String NO_SETTINGS = "<settings/>\n";
  private static final String CURL = "connect-timeout = 10\nretry = 1\n";
  private static final String WGET = "timeout = 15\ntries = 2\n";

  @Override
  public String name() {
    return "java";
  }

  @Override
  public String version() {
    try {
      return "1 " + Tools.version("mvn") + " " + Jdks.ofThisMachine().versions();
    } catch (IOException e) {
      throw new UncheckedIOException("this machine's JDKs cannot be looked at", e);
    }
  }

  @Override
  public Optional<String> detect(Path app) {
    return Files.isRegularFile(app.resolve(Pom.NAME)) ? Optional.of("Java") : Optional.empty();
  }

  @Override
  public BuildpackResult compile(BuildContext context) throws IOException, InterruptedException {
    Path app = context.appDirectory();
    Path folder = Files.createDirectories(context.cacheDirectory().resolve("maven"));
    MavenProject project = MavenProject.read(app);
    Jdk jdk = Jdks.ofThisMachine().choose(JavaVersion.wanted(app, project.release()));
    MavenTool tool = MavenTool.of(app, folder);
    writeSettings(tool, folder);
    Map<String, String> config = withSettingsOf(app, context.environment());
    MavenCommand command = new MavenCommand(tool, jdk, folder, config, project.lacksDependencies());
    context
        .output()
        .step(
            "Building with "
                + (tool.isWrapper() ? "the Maven wrapper" : "Maven")
                + " on Java "
                + jdk.version()
                + ": "
                + String.join(" ", command.goals()));
    build(context, command, fetchMark(project, app, command));
    tool.keepJar(app, folder);
    JvmLaunch launch =
        JvmOutputs.OF_MAVEN.find(
            app, project.folders(), project.mainClass(), project.uses("io.micronaut"));
    JvmOutputs.OF_MAVEN.slim(app, project.folders());
    JvmProfile.write(app, jdk);
    boolean webIsSaid = context.procfile().containsKey(ProcessType.WEB.value());
    return new BuildpackResult(
        webIsSaid ? Map.of() : Map.of(ProcessType.WEB, launch.web()), Map.of());
  }

  private static void writeSettings(MavenTool tool, Path folder) throws IOException {
    Files.writeString(
        folder.resolve("machine-settings.xml"),
        MavenSettings.publicPart(MavenSettings.ofThisMachine(tool.home())));
    Files.writeString(folder.resolve("no-settings.xml"), NO_SETTINGS);
    Files.writeString(folder.resolve(".curlrc"), CURL);
    Files.writeString(folder.resolve("wgetrc"), WGET);
    Files.createDirectories(folder.resolve("home"));
  }

  /** A {@code settings.xml} at the top of the app is its own, as in the field. */
  private static Map<String, String> withSettingsOf(Path app, Map<String, String> config) {
    if (config.containsKey("MAVEN_SETTINGS_PATH")
        || !Files.isRegularFile(app.resolve("settings.xml"), LinkOption.NOFOLLOW_LINKS)) {
      return config;
    }
    Map<String, String> all = new HashMap<>(config);
    all.put("MAVEN_SETTINGS_PATH", "settings.xml");
    return all;
  }

  /**
   * Without the index if all was fetched for the same; with it if something is missing after all.
   */
  private static void build(BuildContext context, MavenCommand command, FetchMark mark)
      throws IOException, InterruptedException {
    ClassData classData = ClassData.in(command.folder(), "maven", command.jdk().version());
    if (mark.isUpToDate()) {
      BuildReport report = run(context, command, classData, true);
      if (!report.wantsIndex()) {
        report.throwIfFailed();
        classData.keep();
        return;
      }
      context.output().detail("Something is missing after all: asking the index");
    }
    mark.forget();
    classData.forget();
    run(context, command, classData, false).throwIfFailed();
    classData.keep();
    mark.keep();
  }

  private static BuildReport run(
      BuildContext context, MavenCommand command, ClassData classData, boolean offline)
      throws IOException, InterruptedException {
    BuildReport report = new BuildReport(context.output(), context.appDirectory());
    String jvmConfig = SourceText.of(context.appDirectory(), ".mvn/jvm.config");
    int status =
        context.run(command.arguments(offline), command.environment(classData, jvmConfig), report);
    report.ended(String.join(" ", command.tool().program()), status);
    return report;
  }

  /** What may have to be fetched depends on these. */
  private static FetchMark fetchMark(MavenProject project, Path app, MavenCommand command)
      throws IOException {
    List<String> inputs = new ArrayList<>();
    for (String module : project.folders()) {
      inputs.add(SourceText.of(app.resolve(module), Pom.NAME));
    }
    for (String file : List.of(".mvn/extensions.xml", ".mvn/maven.config", "settings.xml")) {
      inputs.add(SourceText.of(app, file));
    }
    inputs.addAll(command.arguments(false));
    inputs.add(command.tool().identity());
    inputs.add(command.jdk().version());
    return FetchMark.of(command.folder(), inputs, project.floats());
  }
}
