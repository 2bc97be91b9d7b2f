package dev.dynogrid.core.grid;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what a pass wants done, in order. */
final class Output {
  private List<GridAction> actions = new ArrayList<>();

  void add(GridAction action) {
    actions.add(action);
  }

  void say(GridDyno dyno, Instant now, String text) {
    add(
        new GridAction.Say(
            new LogLine(dyno.app, now, LogLine.PLATFORM, dyno.name.toString(), text)));
  }

  void changed(GridDyno dyno, DynoState from, Instant now, String reason) {
    add(
        new GridAction.Tell(
            new PlatformEvent.DynoChanged(dyno.app, now, dyno.toDyno(), from, reason)));
  }

  void done(long request) {
    add(new GridAction.Answer(request, Optional.empty()));
  }

  void failed(long request, ErrorCode code, String message) {
    add(new GridAction.Answer(request, Optional.of(new GridAction.Problem(code, message))));
  }

  List<GridAction> take() {
    List<GridAction> all = actions;
    actions = new ArrayList<>();
    return all;
  }
}
