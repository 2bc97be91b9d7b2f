package dev.dynogrid.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class LeakRecorderTest {
  @Test
  void aLostBufferIsReported() throws InterruptedException {
    assumeTrue(
        LeakRecorder.class
            .getName()
            .equals(System.getProperty("io.netty.customResourceLeakDetector")),
        "buffers are followed in Maven's builds only: this test is skipped");
    lose();
    assertThat(LeakRecorder.reports()).singleElement().asString().contains("lose");
  }

  private static void lose() {
    PooledByteBufAllocator.DEFAULT.buffer(10).writeByte(1);
  }
}
