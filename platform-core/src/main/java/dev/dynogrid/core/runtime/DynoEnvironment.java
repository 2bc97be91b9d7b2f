package dev.dynogrid.core.runtime;

import dev.dynogrid.api.runtime.DynoSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What a dyno finds around it: the environment, and the shell script that leads to its command. */
final class DynoEnvironment {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Reads the profiles, then becomes the command's shell; $0 is the command. */
  private static final String SCRIPT =
      "cd \"$HOME\" || exit 126; "
          + "for profile in .profile.d/*.sh .profile; do "
          + "[ ! -f \"$profile\" ] || . \"./$profile\"; done; unset profile; eval \"$0\"";

  private static final String SCRIPT_WITHOUT_PROFILES = "cd \"$HOME\" || exit 126; eval \"$0\"";

  /** In megabytes: what programs size themselves by, under the field's name for it. */
  private static final String MEMORY = "MEMORY_AVAILABLE";

  private static final long BYTES_A_MEGABYTE = 1024 * 1024;

  private DynoEnvironment() {}

  static Map<String, String> of(DynoSpec spec, OptionalInt port, Path temporary) {
    Map<String, String> environment = new HashMap<>();
    environment.put(
        "PATH",
        Shims.behind(
            System.getenv().getOrDefault("PATH", PATH),
            Path.of(spec.slug().appDirectory()),
            spec.environment()));
    environment.put("LANG", "C.UTF-8");
    environment.put("TMPDIR", temporary.toString());
    environment.put(MEMORY, Long.toString(spec.limits().memoryBytes() / BYTES_A_MEGABYTE));
    String javaHome = System.getProperty("java.home");
    if (javaHome != null) {
      environment.put("JAVA_HOME", javaHome);
    }
    environment.putAll(spec.environment());
    environment.put("HOME", spec.slug().appDirectory());
    environment.put("DYNO", spec.name().toString());
    port.ifPresent(number -> environment.put("PORT", Integer.toString(number)));
    return environment;
  }

  static List<String> command(String shell, DynoSpec spec, boolean hasProfiles) {
    return List.of(shell, "-c", hasProfiles ? SCRIPT : SCRIPT_WITHOUT_PROFILES, spec.command());
  }
}
