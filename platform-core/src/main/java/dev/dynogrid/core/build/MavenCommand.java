package dev.dynogrid.core.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How Maven is called. Config vars have the names that the field gives them.
 *
 * @param tool what is called
 * @param jdk what it runs on
 * @param folder Maven's own in the app's build cache
 * @param config the config vars
 * @param withDependencies whether the jars that the app needs are to be put beside it
 */
record MavenCommand(
    MavenTool tool, Jdk jdk, Path folder, Map<String, String> config, boolean withDependencies) {
  private static final int CLASS_DATA_SINCE = 13;
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w*GC");

  /** What the app's owner wants to be made. */
  List<String> goals() {
    String custom = config.getOrDefault("MAVEN_CUSTOM_GOALS", "").strip();
    if (!custom.isEmpty()) {
      return words(custom);
    }
    return withDependencies
        ? List.of("package", "dependency:copy-dependencies")
        : List.of("package");
  }

  /** Program and arguments. */
  List<String> arguments(boolean offline) {
    List<String> all = new ArrayList<>(tool.program());
    all.addAll(
        List.of(
            "-B",
            // Old Mavens know no -ntp.
            "-Dorg.slf4j.simpleLogger.log.org.apache.maven.cli.transfer.Slf4jMavenTransferListener"
                + "=warn",
            "-Dstyle.color=never",
            "-Dmaven.repo.local=" + folder.resolve("repository"),
            // An index that does not answer must not hold a push for Maven's 30 minutes.
            "-Daether.connector.connectTimeout=10000",
            "-Daether.connector.requestTimeout=30000",
            "-Dmaven.wagon.http.retryHandler.count=1",
            "-Daether.connector.http.retryHandler.count=1",
            "-gs",
            folder.resolve("machine-settings.xml").toString(),
            "-s",
            userSettings()));
    if (withDependencies && !config.containsKey("MAVEN_CUSTOM_GOALS")) {
      all.add("-DincludeScope=runtime");
    }
    if (offline) {
      all.add("-o");
    }
    all.addAll(words(config.getOrDefault("MAVEN_CUSTOM_OPTS", "-DskipTests")));
    all.addAll(goals());
    return all;
  }

  /**
   * The app's own settings, which the field lets it name; never those of a user of this machine.
   */
  private String userSettings() {
    return config.getOrDefault("MAVEN_SETTINGS_PATH", folder.resolve("no-settings.xml").toString());
  }

  /** What it finds around it. */
  Map<String, String> environment(ClassData classData, String jvmConfig) {
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", jdk.home().toString());
    environment.put("MAVEN_OPTS", jvmOptions(classData, jvmConfig));
    environment.put("MAVEN_USER_HOME", folder.toString());
    environment.put("MAVEN_SKIP_RC", "true");
    // The wrapper fetches by one of these, which would else wait for minutes.
    environment.put("CURL_HOME", folder.toString());
    environment.put("WGETRC", folder.resolve("wgetrc").toString());
    return environment;
  }

  /** The build is short: a quick compiler and a small collector, unless the app asks for others. */
  private String jvmOptions(ClassData classData, String jvmConfig) {
    String own =
        (config.getOrDefault("MAVEN_JAVA_OPTS", "") + " " + config.getOrDefault("MAVEN_OPTS", ""))
            .strip();
    StringBuilder options = new StringBuilder("-XX:TieredStopAtLevel=1");
    if (!COLLECTOR.matcher(own + " " + jvmConfig).find()) {
      options.append(" -XX:+UseSerialGC");
    }
    if (jdk.feature() >= CLASS_DATA_SINCE) {
      options.append(" -Xlog:disable -Xlog:all=error:stderr ").append(classData.option());
    }
    return options + " -Duser.home=" + folder.resolve("home") + (own.isEmpty() ? "" : " " + own);
  }

  /** As a shell would read them, without its expansions. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (Matcher word = WORD.matcher(text); word.find(); ) {
      for (int group = 1; group <= word.groupCount(); group++) {
        if (word.group(group) != null) {
          words.add(word.group(group));
        }
      }
    }
    return words;
  }
}
