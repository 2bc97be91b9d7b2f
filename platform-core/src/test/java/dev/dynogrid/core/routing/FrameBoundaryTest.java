package dev.dynogrid.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class FrameBoundaryTest {
  @Test
  void framesOfAllLengthsEndWhereTheyEndHoweverTheyAreCut() {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frame(frames, 0, false);
    frame(frames, 125, true);
    frame(frames, 126, false);
    frame(frames, 70_000, true);
    byte[] bytes = frames.toByteArray();
    FrameBoundary whole = new FrameBoundary();
    whole.follow(Unpooled.wrappedBuffer(bytes));
    assertThat(whole.isReached()).isTrue();
    FrameBoundary cut = new FrameBoundary();
    int reached = 0;
    for (byte b : bytes) {
      cut.follow(Unpooled.wrappedBuffer(new byte[] {b}));
      reached += cut.isReached() ? 1 : 0;
    }
    assertThat(reached).isEqualTo(4);
    assertThat(cut.isReached()).isTrue();
  }

  private static void frame(ByteArrayOutputStream out, int length, boolean masked) {
    int mask = masked ? 0x80 : 0;
    out.write(0x82);
    if (length < 126) {
      out.write(mask | length);
    } else if (length < 65_536) {
      out.write(mask | 126);
      out.write(length >> 8);
      out.write(length);
    } else {
      out.write(mask | 127);
      out.writeBytes(new byte[] {0, 0, 0, 0, 0, (byte) (length >> 16)});
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(new byte[length + (masked ? 4 : 0)]);
  }
}
