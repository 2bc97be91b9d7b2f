package dev.dynogrid.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final List<String> expired = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void theyExpireInTheirOrderAndNotBeforeTheirTime() throws Exception {
    Deadlines deadlines = new Deadlines(loop);
    Deadline first = new Deadline(() -> expired.add("first"));
    Deadline second = new Deadline(() -> expired.add("second"));
    Deadline earlier = new Deadline(() -> expired.add("earlier"));
    Deadline later = new Deadline(() -> expired.add("later"));
    Deadline never = new Deadline(() -> expired.add("never"));
    long begun = System.nanoTime();
    loop.submit(
            () -> {
              deadlines.set(later, millis(40));
              deadlines.set(second, millis(150));
              deadlines.set(first, millis(80));
              deadlines.set(never, millis(60));
              deadlines.set(earlier, millis(5_000));
              deadlines.set(earlier, millis(20));
              deadlines.set(later, millis(300));
              deadlines.cancel(never);
            })
        .sync();
    TestMesh.eventually(() -> expired.contains("later"));
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(millis(300));
    assertThat(expired).containsExactly("earlier", "first", "second", "later");
    loop.submit(() -> deadlines.set(first, millis(20))).sync();
    TestMesh.eventually(() -> expired.size() == 5);
  }

  private static long millis(long count) {
    return TimeUnit.MILLISECONDS.toNanos(count);
  }
}
