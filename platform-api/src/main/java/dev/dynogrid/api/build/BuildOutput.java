package dev.dynogrid.api.build;

/**
 * What the one who pushed reads while a build runs. Implementations are safe for use by many
 * threads, give lines on at once, and do not throw: a reader who has gone away is no concern of the
 * build, which is cancelled by interruption.
 */
public interface BuildOutput {
  /** A main step: {@code -----> Ruby app detected}. */
  void step(String text);

  /** A detail, also the output of tools: seven spaces before it. */
  void detail(String text);

  /** A warning: {@code ! …}. The build goes on. */
  void warning(String text);
}
