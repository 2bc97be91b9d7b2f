package dev.dynogrid.api;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.runtime.DynoSession;
import dev.dynogrid.api.runtime.TerminalSize;
import java.util.List;
import java.util.Optional;

/** What runs. */
public interface Dynos {
  /** The dynos of an app that are not down, by name, then by age. */
  List<Dyno> list(AppId app);

  /**
   * Replaces all dynos of an app, or of one type, by new ones, without a failed request. Returns
   * when the new ones are up.
   *
   * @param type a process type; empty for all
   */
  void restart(AppId app, Optional<String> type);

  /**
   * Runs a command once, in the current release's slug and environment, in a dyno of its own. It is
   * not restarted and not part of the formation, and ends when the session is closed.
   *
   * @param command a shell line
   * @param terminal the size of its terminal; empty for plain streams
   */
  DynoSession run(AppId app, String command, Optional<TerminalSize> terminal);
}
