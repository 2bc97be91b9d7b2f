package dev.dynogrid.core.grid;

import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.LaunchId;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.routing.AppTraffic;
import dev.dynogrid.api.routing.MeshNode;
import dev.dynogrid.api.runtime.DynoStatus;
import dev.dynogrid.api.runtime.Placement;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a {@link GridCore} is told of the world. Observations may be lost, doubled and late: lists
 * correct what hints have missed.
 */
public sealed interface GridObservation {
  /** A runtime tells of one dyno. */
  record DynoSeen(DynoStatus status) implements GridObservation {}

  /** A runtime has accepted a start. */
  record StartAccepted(DynoId dyno) implements GridObservation {}

  /** A runtime has refused a start: there is no such dyno. */
  record StartRefused(DynoId dyno, String why) implements GridObservation {}

  /**
   * A runtime has listed the dynos of a host, all of them.
   *
   * @param asOf of the action that asked, so that what changed meanwhile is not undone
   * @param releases the succeeded releases that these dynos are of, for those to be adopted; may
   *     leave out those of dynos that the core knows
   */
  record DynosListed(
      Placement where, Instant asOf, List<DynoStatus> dynos, Map<ReleaseId, Release> releases)
      implements GridObservation {
    /** Takes copies. */
    public DynosListed {
      dynos = List.copyOf(dynos);
      releases = Map.copyOf(releases);
    }
  }

  /** A host did not tell which dynos it runs. They may well run. */
  record HostUnreachable(Placement where, String why) implements GridObservation {}

  /** The capacity provider has listed the hosts, all of them. */
  record HostsListed(List<Host> hosts) implements GridObservation {
    /** Takes a copy. */
    public HostsListed {
      hosts = List.copyOf(hosts);
    }
  }

  /** Of a launch no more hosts will come than are listed. */
  record LaunchFailed(LaunchId launch, String why) implements GridObservation {}

  /**
   * A dyno was asked for its health.
   *
   * @param answer for people: {@code GET / answered 500}
   */
  record Probed(DynoId dyno, boolean healthy, String answer) implements GridObservation {}

  /** Which versions of the routes the nodes of the mesh serve by. */
  record NodesSeen(List<MeshNode> nodes) implements GridObservation {
    /** Takes a copy. */
    public NodesSeen {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * What goes through for one app.
   *
   * @param asOf of the action that asked
   */
  record TrafficSeen(AppId app, long asOf, AppTraffic traffic) implements GridObservation {}

  /** The mesh tells that a dyno which left its route has no request any more. */
  record Drained(DynoId dyno) implements GridObservation {}

  /** The mesh tells that a request waits for a dyno of an app. */
  record Demanded(AppId app) implements GridObservation {}
}
