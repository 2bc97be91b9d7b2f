package dev.dynogrid.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Subscription;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AppLogsTest {
  private static final AppId APP = new AppId(UUID.randomUUID());
  private static final AppId OTHER = new AppId(UUID.randomUUID());

  private final ExecutorService executor = Executors.newFixedThreadPool(3);
  private final AppLogs logs = logsTo(List.of());

  private AppLogs logsTo(List<LogSink> further) {
    return new AppLogs(Clock.systemUTC(), executor, further);
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private static LogLine line(AppId app, String text) {
    return new LogLine(app, Instant.EPOCH, LogLine.APP, "web.1", text);
  }

  private void write(int from, int to) {
    IntStream.range(from, to).forEach(i -> logs.accept(line(APP, "line " + i)));
  }

  private static List<String> texts(List<LogLine> lines) {
    return lines.stream().map(LogLine::text).toList();
  }

  /** Keeps what it is given; can be made to wait. */
  private static final class Reader implements LogSink {
    final LinkedBlockingQueue<String> taken = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<LogLine> lines = new LinkedBlockingQueue<>();

    @Override
    public void accept(LogLine line) {
      lines.add(line);
      taken.add(line.text());
    }

    List<String> next(int count) throws InterruptedException {
      List<String> next = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String text = taken.poll(10, TimeUnit.SECONDS);
        assertThat(text).as("line %s of %s, after %s", i, count, next).isNotNull();
        next.add(text);
      }
      return next;
    }
  }

  @Test
  void theNewestLinesOfAnAppAreKept() {
    write(0, 2_000);
    logs.accept(line(OTHER, "mine"));

    assertThat(logs.recent(APP, 10_000)).hasSize(1_500);
    assertThat(texts(logs.recent(APP, 3))).containsExactly("line 1997", "line 1998", "line 1999");
    assertThat(texts(logs.recent(APP, 1_500))).startsWith("line 500");
    assertThat(texts(logs.recent(OTHER, 5))).containsExactly("mine");
    assertThat(logs.recent(new AppId(UUID.randomUUID()), 5)).isEmpty();
    assertThatThrownBy(() -> logs.recent(APP, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void longLinesAreCutAndLongLogsHeldToFourMegabytes() {
    logs.accept(line(APP, "x".repeat(9_998) + "🔑" + "y".repeat(100)));
    assertThat(texts(logs.recent(APP, 1))).containsExactly("x".repeat(9_998) + "…");
    logs.accept(line(APP, "z".repeat(10_000)));
    assertThat(texts(logs.recent(APP, 1))).containsExactly("z".repeat(10_000));

    for (int i = 0; i < 1_000; i++) {
      logs.accept(line(APP, i + "x".repeat(9_000)));
    }
    assertThat(logs.recent(APP, 1_500).size()).isBetween(200, 240);
    assertThat(logs.recent(APP, 1).get(0).text()).startsWith("999x");
  }

  @Test
  void textIsKeptAsItIs() {
    logs.accept(line(APP, "\u001b[31m\ta{}%s"));
    assertThat(texts(logs.recent(APP, 1))).containsExactly("\u001b[31m\ta{}%s");
  }

  @Test
  void aFollowerGetsRecentLinesAndThenNewOnes() throws Exception {
    write(0, 5);
    Reader reader = new Reader();
    try (Subscription tail = logs.tail(APP, 2, reader)) {
      assertThat(reader.next(2)).containsExactly("line 3", "line 4");
      write(5, 7);
      assertThat(reader.next(2)).containsExactly("line 5", "line 6");
    }
    write(7, 9);
    Reader none = new Reader();
    try (Subscription tail = logs.tail(APP, 0, none)) {
      write(9, 10);
      assertThat(none.next(1)).containsExactly("line 9");
    }
    assertThat(reader.taken).isEmpty();
  }

  @Test
  void aFollowerOfASilentAppGetsItsFirstLine() throws Exception {
    Reader reader = new Reader();
    try (Subscription tail = logs.tail(APP, 100, reader)) {
      write(0, 1);
      assertThat(reader.next(1)).containsExactly("line 0");
    }
  }

  @Test
  void followersThatComeInTheMiddleOfAStreamSeeNoGapAndNoLineTwice() throws Exception {
    CountDownLatch begun = new CountDownLatch(100);
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < 1_400; i++) {
                logs.accept(line(APP, Integer.toString(i)));
                begun.countDown();
              }
            },
            "test-writer");
    writer.start();
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    Reader reader = new Reader();
    try (Subscription tail = logs.tail(APP, 50, reader)) {
      writer.join();
      List<Integer> seen = new ArrayList<>(List.of(Integer.valueOf(reader.next(1).get(0))));
      while (seen.get(seen.size() - 1) < 1_399) {
        seen.add(Integer.valueOf(reader.next(1).get(0)));
      }
      assertThat(seen)
          .isEqualTo(IntStream.range(seen.get(0), 1_400).boxed().toList())
          .hasSizeGreaterThanOrEqualTo(50);
    }
  }

  @Test
  void aSlowReaderHoldsNobodyUpAndIsToldWhatItMissed() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Reader slow = new Reader();
    Reader quick = new Reader();
    LogSink blocking =
        line -> {
          entered.countDown();
          await(go);
          slow.accept(line);
        };
    try (Subscription first = logs.tail(APP, 0, blocking);
        Subscription second = logs.tail(APP, 0, quick)) {
      write(0, 1);
      assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(quick.next(1)).containsExactly("line 0");
      write(1, 1_513);
      go.countDown();

      assertThat(slow.next(3)).containsExactly("line 0", "L10: 12 lines dropped", "line 13");
      assertThat(slow.next(1_499)).endsWith("line 1512");
      assertThat(slow.lines.stream().skip(1).findFirst().orElseThrow().toString())
          .contains(" dynogrid[logs]: L10");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aReaderThatFailsIsLeftAloneAndHarmsNobody() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    Reader reader = new Reader();
    LogSink failing =
        line -> {
          reader.accept(line);
          failed.countDown();
          throw new IllegalStateException("expected by this test");
        };
    Reader other = new Reader();
    try (Subscription first = logs.tail(APP, 0, failing);
        Subscription second = logs.tail(APP, 0, other)) {
      write(0, 1);
      assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(other.next(1)).hasSize(1);
      write(1, 3);
      assertThat(other.next(2)).hasSize(2);
      assertThat(reader.taken.size()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void furtherSinksGetEveryLineAndOneThatThrowsHarmsNobody() {
    List<LogLine> shipped = new ArrayList<>();
    AppLogs shipping =
        logsTo(
            List.of(
                line -> {
                  throw new IllegalStateException("expected by this test, once");
                },
                shipped::add));

    shipping.accept(line(APP, "one"));
    shipping.accept(line(OTHER, "two"));

    assertThat(texts(shipped)).containsExactly("one", "two");
    assertThat(texts(shipping.recent(APP, 5))).containsExactly("one");
  }

  @Test
  void aForgottenAppHasNoLinesAndNoFollowers() throws Exception {
    Reader reader = new Reader();
    logs.tail(APP, 0, reader);
    write(0, 1);
    assertThat(reader.next(1)).hasSize(1);

    logs.forget(APP);
    logs.forget(OTHER);
    assertThat(logs.recent(APP, 5)).isEmpty();
    write(1, 2);
    assertThat(texts(logs.recent(APP, 5))).containsExactly("line 1");
    executor.shutdown();
    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(reader.taken).isEmpty();
  }

  @Test
  void writersGoOnAfterTheExecutorHasEnded() {
    Reader reader = new Reader();
    logs.tail(APP, 0, reader);
    executor.shutdown();
    write(0, 3);
    assertThat(logs.recent(APP, 5)).hasSize(3);
  }
}
