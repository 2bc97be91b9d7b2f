package dev.dynogrid.api.model;

/**
 * What went wrong, for programs. The name is stable; the message of the exception is for people.
 */
public enum ErrorCode {
  /** An argument or a piece of input cannot be taken as it is. */
  INVALID_ARGUMENT(Fault.CALLER),
  /** No app, release, dyno or domain of that identity or name. */
  NOT_FOUND(Fault.CALLER),
  /** The name, domain or version is taken, or somebody else changed it first. */
  CONFLICT(Fault.CALLER),
  /** No credentials, or not the right ones. */
  UNAUTHORIZED(Fault.CALLER),
  /** The app's source does not compile to a slug. */
  BUILD_FAILED(Fault.CALLER),
  /** The release did not pass its check: it did not start, not in time, or is not healthy. */
  CHECK_FAILED(Fault.CALLER),
  /** The release command ended with another status than 0. */
  RELEASE_COMMAND_FAILED(Fault.CALLER),
  /** The app has no release yet, so there is nothing to run, scale back to or restart. */
  NOTHING_DEPLOYED(Fault.CALLER),
  /** The provider does not offer what was asked for. */
  UNSUPPORTED(Fault.CALLER),
  /** The one who asked went away, or its thread was interrupted. */
  CANCELLED(Fault.CALLER),
  /** The platform is not started, or is closing. */
  NOT_RUNNING(Fault.CALLER),
  /** Something took longer than its bound. */
  TIMEOUT(Fault.RESOURCES),
  /** A disk, a quota, a range of ports or a set of hosts is used up. */
  EXHAUSTED(Fault.RESOURCES),
  /** What the platform needs from the machine is missing: a runtime, a folder, a port. */
  MISSING_PREREQUISITE(Fault.RESOURCES),
  /** A host or a provider cannot be reached; what it runs is not known. */
  UNREACHABLE(Fault.PLATFORM),
  /** What was stored is not what is read. */
  CORRUPT(Fault.PLATFORM),
  /** Anything else that should not happen. */
  INTERNAL(Fault.PLATFORM);

  private final Fault fault;

  ErrorCode(Fault fault) {
    this.fault = fault;
  }

  /** Whose fault it is. */
  public Fault fault() {
    return fault;
  }
}
