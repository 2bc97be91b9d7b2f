package dev.dynogrid.core.git;

import dev.dynogrid.api.model.Arguments;

/**
 * Choices of the git server.
 *
 * @param createOnPush whether the first push to a name that there is not creates the app
 * @param mostPackBytes a push larger than this is refused
 * @param mostObjectBytes a push of a file larger than this, unpacked, is refused: a small push may
 *     hold a huge file
 */
public record GitOptions(boolean createOnPush, long mostPackBytes, long mostObjectBytes) {
  /** A push of 1 GiB at most, unless said. */
  public static final long USUAL_PACK_BYTES = 1L << 30;

  /** A file of 500 MB at most, unless said: none that is larger would fit into a slug. */
  public static final long USUAL_OBJECT_BYTES = 500L << 20;

  /** Checks the ranges. */
  public GitOptions {
    Arguments.check(mostPackBytes > 0, "most pack bytes", mostPackBytes, "more than 0");
    Arguments.check(mostObjectBytes > 0, "most object bytes", mostObjectBytes, "more than 0");
  }
}
