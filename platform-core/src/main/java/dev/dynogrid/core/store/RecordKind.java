package dev.dynogrid.core.store;

/** The kinds of records that the ledger keeps. */
final class RecordKind {
  static final String PLATFORM = "platform";
  static final String APP = "app";
  static final String DOMAIN = "domain";
  static final String RELEASE = "release";

  private RecordKind() {}
}
