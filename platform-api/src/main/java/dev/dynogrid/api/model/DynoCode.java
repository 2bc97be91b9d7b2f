package dev.dynogrid.api.model;

/** The codes under which dynos fail, as they stand in an app's log. */
public enum DynoCode {
  /** Not healthy on {@code $PORT} within the boot time-out. */
  R10("Boot timeout"),
  /** Still there after SIGTERM and the grace period. */
  R12("Exit timeout"),
  /** Over its memory limit. */
  R14("Memory quota exceeded"),
  /** At twice its memory limit; killed. */
  R15("Memory quota vastly exceeded"),
  /** The slug that arrived on the host is not the one that was compiled. */
  R17("Checksum error");

  private final String title;

  DynoCode(String title) {
    this.title = title;
  }

  /** What it means, for people. */
  public String title() {
    return title;
  }

  /** {@code Error R10 (Boot timeout)}, as it stands in logs. */
  public String logText() {
    return "Error " + name() + " (" + title + ")";
  }
}
