package dev.dynogrid.api.model;

/** Whose fault an error is, which decides what can be done about it. */
public enum Fault {
  /** The one who asked must ask differently. */
  CALLER,
  /** The platform, or a part that it was assembled from, failed. */
  PLATFORM,
  /** Something is used up: wait, free some, or add some. */
  RESOURCES
}
