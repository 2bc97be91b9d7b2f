package dev.dynogrid.core.build.node;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.CommandResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The registry that an app's settings name. It is asked whether it is there before packages are
 * awaited from it: npm waits for each of them, several times, and says nothing meanwhile.
 */
final class Registry {
  private static final List<String> PING =
      List.of("npm", "ping", "--fetch-timeout=10000", "--fetch-retries=0");

  private Registry() {}

  /** Whether it cannot be reached; if so, npm's words are in the build's output. */
  static boolean isOutOfReach(BuildContext context, Map<String, String> environment)
      throws IOException, InterruptedException {
    CommandResult ping = context.capture(PING, environment);
    if (ping.succeeded() || InstallFault.of(ping.output()) != InstallFault.OUT_OF_REACH) {
      return false;
    }
    ping.output()
        .lines()
        .filter(line -> line.matches("npm (error|ERR!) (code|network|errno|FetchError).*"))
        .forEach(context.output()::detail);
    return true;
  }
}
