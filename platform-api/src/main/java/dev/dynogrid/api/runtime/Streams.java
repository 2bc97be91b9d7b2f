package dev.dynogrid.api.runtime;

import java.util.Objects;

/** What becomes of the standard streams of a dyno. */
public sealed interface Streams {
  /** Nothing to read; what is written goes to the log. For every dyno of a formation. */
  static Streams logged() {
    return Logged.INSTANCE;
  }

  /** For {@link DynoRuntime#attach}, without a terminal. Nothing goes to the log. */
  static Streams attached() {
    return Attached.INSTANCE;
  }

  /** For {@link DynoRuntime#attach}, with a terminal: needs {@code TERMINAL}. */
  static Streams terminal(TerminalSize size) {
    return new Terminal(size);
  }

  /** To the log. */
  enum Logged implements Streams {
    /** The only one. */
    INSTANCE
  }

  /** To the one who attaches. */
  enum Attached implements Streams {
    /** The only one. */
    INSTANCE
  }

  /**
   * To the one who attaches, through a terminal; standard error comes with standard output.
   *
   * @param size its size at first
   */
  record Terminal(TerminalSize size) implements Streams {
    /** Checks that there is a size. */
    public Terminal {
      Objects.requireNonNull(size, "size");
    }
  }
}
