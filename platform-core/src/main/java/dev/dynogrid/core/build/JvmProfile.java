package dev.dynogrid.core.build;

import dev.dynogrid.core.build.tool.AppFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What the dynos of JVM apps read before their command: the JDK that the app was compiled with, and
 * a heap that fits the dyno. The size is given as the memory that the JVM is to think the machine
 * has, of which the heap may take six tenths: whoever sets {@code -Xmx} or another share wins,
 * wherever they do.
 */
final class JvmProfile {
  private static final String FILE = ".profile.d/jvm.sh";
  private static final String SCRIPT =
      """
      if [ -x "%1$s/bin/java" ]; then
        export JAVA_HOME="%1$s"
        PATH="$JAVA_HOME/bin:$PATH"
      fi
      export JAVA_TOOL_OPTIONS="-XX:MaxRAM=${MEMORY_AVAILABLE:-512}m -XX:MaxRAMPercentage=60\
      ${JAVA_TOOL_OPTIONS:+ $JAVA_TOOL_OPTIONS}"
      """;

  private JvmProfile() {}

  static void write(Path app, Jdk jdk) throws IOException {
    AppFile.write(app, FILE, script(jdk));
  }

  static String script(Jdk jdk) {
    return SCRIPT.formatted(jdk.home());
  }
}
