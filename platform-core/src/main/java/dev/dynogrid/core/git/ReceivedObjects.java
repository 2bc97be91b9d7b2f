package dev.dynogrid.core.git;

import org.eclipse.jgit.lib.ObjectChecker;

/** What pushed objects are checked for. */
final class ReceivedObjects {
  private ReceivedObjects() {}

  /**
   * Refuses what could do harm, such as a {@code .git} folder in a tree. What only old tools wrote
   * otherwise than today's is let in: it stands in the history of apps that cannot be rewritten.
   */
  static ObjectChecker checker() {
    return new ObjectChecker().setAllowLeadingZeroFileMode(true).setAllowInvalidPersonIdent(true);
  }
}
