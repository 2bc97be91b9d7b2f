package dev.dynogrid.core.capacity;

import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.model.HostId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Spreads the dynos of a process type over hosts, then over failure domains, and packs apart from
 * that: of equal hosts, the one with the least free memory that has room.
 */
public final class SpreadThenPack implements PlacementPolicy {
  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingInt(Candidate::sameType)
          .thenComparingInt(Candidate::sameTypeInDomain)
          .thenComparingLong(candidate -> candidate.free().memoryBytes())
          .thenComparing(candidate -> candidate.host().id().value());

  /** The one policy of this kind. */
  public SpreadThenPack() {}

  @Override
  public Optional<HostId> choose(Demand dyno, List<Candidate> candidates) {
    return candidates.stream()
        .filter(candidate -> hasRoom(candidate.free(), dyno.resources()))
        .min(BEST_FIRST)
        .map(candidate -> candidate.host().id());
  }

  private static boolean hasRoom(Resources free, Resources needed) {
    return free.memoryBytes() >= needed.memoryBytes() && free.milliCpus() >= needed.milliCpus();
  }
}
