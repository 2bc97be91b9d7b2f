package dev.dynogrid.api.store;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What changed after a revision.
 *
 * @param changes in the order of their revisions
 * @param revision continue from here
 * @param complete false if the store has forgotten some of what was asked for: read everything
 *     anew, then continue from {@code revision}
 */
public record ChangeFeed(List<Changed> changes, long revision, boolean complete) {
  /** Takes a copy. */
  public ChangeFeed {
    changes = List.copyOf(changes);
  }

  /**
   * A record that was written or removed.
   *
   * @param revision the commit
   * @param kind the kind of the record
   * @param id the id of the record
   * @param deleted whether it was removed
   */
  public record Changed(long revision, String kind, UUID id, boolean deleted) {
    /** Checks that all parts are there. */
    public Changed {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(id, "id");
    }
  }
}
