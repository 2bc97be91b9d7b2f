package dev.dynogrid.core.git;

import dev.dynogrid.api.model.Arguments;

/**
 * Choices of the git server.
 *
 * @param createOnPush whether the first push to a name that there is not creates the app
 * @param mostPackBytes a push larger than this is refused
 */
public record GitOptions(boolean createOnPush, long mostPackBytes) {
  /** A push of 1 GiB at most, unless said. */
  public static final long USUAL_PACK_BYTES = 1L << 30;

  /** Checks the range. */
  public GitOptions {
    Arguments.check(mostPackBytes > 0, "most pack bytes", mostPackBytes, "more than 0");
  }
}
