package dev.dynogrid.api.model;

/** Where a release stands. The ledger is append-only: the two ends are final. */
public enum ReleaseStatus {
  /** Being checked: its release command runs, its first dynos start. Kept in memory only. */
  PENDING,
  /** Decided: from here on, this release or a newer one is what runs. */
  SUCCEEDED,
  /** Refused: it never had traffic, and what ran before was not touched. */
  FAILED;

  /** Whether a release may go from this status to {@code next}. */
  public boolean canBecome(ReleaseStatus next) {
    return this == PENDING && next != PENDING;
  }
}
