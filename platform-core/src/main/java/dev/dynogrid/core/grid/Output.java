package dev.dynogrid.core.grid;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Collects what a pass wants done, in order. */
final class Output {
  private final Consumer<PlatformEvent> remember;
  private List<GridAction> actions = new ArrayList<>();

  /**
   * An output with nothing in it.
   *
   * @param remember takes what happened, for those who ask why
   */
  Output(Consumer<PlatformEvent> remember) {
    this.remember = remember;
  }

  void add(GridAction action) {
    actions.add(action);
  }

  void say(GridDyno dyno, Instant now, String text) {
    say(dyno.app, dyno.name.toString(), now, text);
  }

  void say(AppId app, String process, Instant now, String text) {
    add(new GridAction.Say(new LogLine(app, now, LogLine.PLATFORM, process, text)));
  }

  void tell(PlatformEvent event) {
    remember.accept(event);
    add(new GridAction.Tell(event));
  }

  void changed(GridDyno dyno, DynoState from, Instant now, String reason) {
    dyno.stateBecause = reason;
    tell(new PlatformEvent.DynoChanged(dyno.app, now, dyno.toDyno(), from, reason));
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
