package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.BuildOutput;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what Maven or Gradle says, gives it on, and remembers what the app's owner must know at the
 * end.
 */
final class BuildReport implements Consumer<String> {
  private static final int MOST_FAULTS = 20;
  private static final Pattern COLOURS = Pattern.compile("\\x1B\\[[0-9;]*m");
  private static final Pattern IN_FILE =
      Pattern.compile("^\\[ERROR\\] (.+\\.\\w+): ?[\\[(](\\d+), ?\\d+[\\])]:? (.*)");
  private static final Pattern IN_FILE_OF_GRADLE =
      Pattern.compile("^(?:e: )?(?:file:///?)?(\\S+\\.\\w+):(\\d+)(?:: error:|:\\d+:?) (.*)");
  private static final Pattern IN_POM =
      Pattern.compile("^\\[(?:ERROR|FATAL)\\] +(.*line \\d+, column \\d+.*)");
  private static final Pattern OUT_OF_REACH =
      Pattern.compile(
          "Could not transfer artifact|Could not GET|Could not HEAD|Unknown"
              + " host|UnknownHostException|Connection refused|No route to host|onnect timed"
              + " out|Network is unreachable");
  private static final Pattern NOT_FETCHED =
      Pattern.compile("offline mode|has not been downloaded from it before|available for offline");
  private static final Pattern OTHER_JAVA =
      Pattern.compile("(?:release version|invalid target release:) ([\\d.]+)");

  private final BuildOutput output;
  private final String folder;
  private final Set<String> faults = new LinkedHashSet<>();
  private boolean outOfReach;
  private boolean notFetched;
  private String otherJava = "";
  private String command = "";
  private int status;

  BuildReport(BuildOutput output, Path app) {
    this.output = output;
    this.folder = app + "/";
  }

  @Override
  public void accept(String raw) {
    String line = COLOURS.matcher(raw).replaceAll("").replace(folder, "").stripTrailing();
    if (line.isEmpty() || line.equals("[INFO]")) {
      return;
    }
    output.detail(line);
    Matcher file = IN_FILE.matcher(line);
    Matcher pom = IN_POM.matcher(line);
    Matcher gradle = IN_FILE_OF_GRADLE.matcher(line);
    if (file.find()) {
      addFault(file.group(1) + ":" + file.group(2) + ": " + file.group(3));
    } else if (gradle.find()) {
      addFault(gradle.group(1) + ":" + gradle.group(2) + ": " + gradle.group(3));
    } else if (pom.find()) {
      addFault(pom.group(1));
    }
    outOfReach |= OUT_OF_REACH.matcher(line).find();
    notFetched |= NOT_FETCHED.matcher(line).find();
    Matcher java = OTHER_JAVA.matcher(line);
    if (java.find()) {
      otherJava = java.group(1);
    }
  }

  private void addFault(String fault) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(fault);
    }
  }

  /** It has ended. */
  void ended(String program, int exitStatus) {
    command = program;
    status = exitStatus;
  }

  /** Whether it failed for want of the index. */
  boolean wantsIndex() {
    return status != 0 && notFetched;
  }

  /** Fails as it failed: with what, where, and what to do. */
  void throwIfFailed() {
    if (status != 0) {
      throw failure();
    }
  }

  private BuildFailedException failure() {
    StringBuilder text = new StringBuilder(command + " exited with status " + status);
    faults.forEach(fault -> text.append('\n').append(fault));
    if (!otherJava.isEmpty()) {
      text.append("\nit wants Java ").append(otherJava).append(": say so in ");
      text.append(JavaVersion.FILE).append(" (java.runtime.version=").append(otherJava).append(")");
    } else if (outOfReach) {
      text.append("\nthe package index is out of reach, or lacks what is named above: push again")
          .append(
              " when it can be reached (what was fetched is kept), or have a mirror of it named")
          .append(" in this machine's settings");
    }
    return new BuildFailedException(text.toString());
  }
}
