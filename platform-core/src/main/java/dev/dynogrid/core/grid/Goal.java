package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import java.util.Set;

/** A state of an app that somebody waits for. */
sealed interface Goal {
  /** The number of the request to be answered. */
  long request();

  boolean isReached(AppView view);

  /** The mesh serves by what is wanted. */
  record InEffect(long request) implements Goal {
    @Override
    public boolean isReached(AppView view) {
      return view.routeInEffect();
    }
  }

  /** New requests go to a release, or there is nothing to answer with, or it is superseded. */
  record Serves(long request, Release release) implements Goal {
    @Override
    public boolean isReached(AppView view) {
      Wanted wanted = view.wanted();
      boolean superseded =
          wanted.current().map(run -> run.version() > release.version()).orElse(true);
      boolean nothingToServe = wanted.count(ProcessType.WEB) == 0;
      boolean fresh =
          !AppView.up(view.fresh(ProcessType.WEB)).isEmpty()
              && AppView.up(view.stale(ProcessType.WEB)).isEmpty();
      return superseded || ((nothingToServe || fresh) && view.routeInEffect());
    }
  }

  /** All dynos of some types are new ones. */
  record Replaced(long request, Set<ProcessType> types) implements Goal {
    public Replaced {
      types = Set.copyOf(types);
    }

    @Override
    public boolean isReached(AppView view) {
      return types.stream().allMatch(type -> isReplaced(view, type));
    }

    private static boolean isReplaced(AppView view, ProcessType type) {
      return AppView.up(view.fresh(type)).size() >= view.wanted().count(type)
          && view.stale(type).isEmpty();
    }
  }
}
