package dev.dynogrid.api.capacity;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.ProcessType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses the host of a dyno. A pure function: equal arguments give equal answers, and it neither
 * blocks nor reads a clock. It also runs in the simulation.
 *
 * <ul>
 *   <li><b>PP-1</b> (MUST) The answer is one of the candidates, or none if no candidate has room.
 *   <li><b>PP-2</b> (MUST) Two dynos of a process type share a host only if there is no other with
 *       room.
 *   <li><b>PP-3</b> (SHOULD) Among equals, the answer packs dynos, so that other hosts can be
 *       emptied.
 * </ul>
 */
@FunctionalInterface
public interface PlacementPolicy {
  /**
   * Chooses.
   *
   * @param dyno what is to be placed
   * @param candidates hosts that are ready, in a stable order
   * @return the chosen host; empty if none has room
   */
  Optional<HostId> choose(Demand dyno, List<Candidate> candidates);

  /**
   * What is to be placed.
   *
   * @param app whose dyno it is
   * @param type its process type
   * @param resources what it may use
   */
  record Demand(AppId app, ProcessType type, Resources resources) {}

  /**
   * A host that may be chosen.
   *
   * @param host the host
   * @param free what no dyno has been promised
   * @param sameType how many dynos of the same app and process type it runs
   * @param sameTypeInDomain how many of these run in its failure domain
   * @param dynos how many dynos it runs by app, of all apps
   */
  record Candidate(
      Host host, Resources free, int sameType, int sameTypeInDomain, Map<AppId, Integer> dynos) {
    /** Takes a copy. */
    public Candidate {
      dynos = Map.copyOf(dynos);
    }
  }
}
