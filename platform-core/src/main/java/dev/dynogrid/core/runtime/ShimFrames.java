package dev.dynogrid.core.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Cuts what comes from a shim into frames. Used by one thread. */
final class ShimFrames {
  private static final int LONGEST_HEAD = 128;

  private byte[] buffer = new byte[8192];
  private int length;

  /** What a shim says. */
  sealed interface Frame {
    /** The dyno wrote something; whoever gets the bytes owns them. */
    @SuppressWarnings("ArrayRecordComponent")
    record Output(int stream, long timeMillis, long offset, byte[] data) implements Frame {}

    /** The dyno listens on its port: 4 or 6 is the family of its address, 0 cannot be told. */
    record Listening(int family) implements Frame {}

    /** So many bytes of its input has the dyno taken, since its start. */
    record Taken(long total) implements Frame {}

    /** The dyno has ended. */
    record Exit(int status, long timeMillis, String code) implements Frame {}
  }

  void add(ByteBuffer bytes) {
    int more = bytes.remaining();
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
    bytes.get(buffer, length, more);
    length += more;
  }

  /** The next whole frame; empty if more must come first. */
  Optional<Frame> next() {
    int end = 0;
    while (end < length && buffer[end] != '\n') {
      end++;
    }
    if (end == length) {
      check(end <= LONGEST_HEAD, "a head without end");
      return Optional.empty();
    }
    String[] head = new String(buffer, 0, end, StandardCharsets.US_ASCII).split(" ");
    return switch (head[0] + head.length) {
      case "O5" -> output(head, end + 1);
      case "L2" -> whole(new Frame.Listening(Integer.parseInt(head[1])), end + 1);
      case "T2" -> whole(new Frame.Taken(Long.parseLong(head[1])), end + 1);
      case "X4" ->
          whole(
              new Frame.Exit(Integer.parseInt(head[1]), Long.parseLong(head[2]), head[3]), end + 1);
      default -> throw new IllegalStateException("a shim sent an unknown frame: " + head[0]);
    };
  }

  private Optional<Frame> output(String[] head, int start) {
    int size = Integer.parseInt(head[4]);
    if (length < start + size) {
      return Optional.empty();
    }
    byte[] data = Arrays.copyOfRange(buffer, start, start + size);
    drop(start + size);
    return Optional.of(
        new Frame.Output(
            Integer.parseInt(head[1]), Long.parseLong(head[2]), Long.parseLong(head[3]), data));
  }

  private Optional<Frame> whole(Frame frame, int size) {
    drop(size);
    return Optional.of(frame);
  }

  private void drop(int count) {
    System.arraycopy(buffer, count, buffer, 0, length - count);
    length -= count;
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("a shim sent " + what);
    }
  }
}
