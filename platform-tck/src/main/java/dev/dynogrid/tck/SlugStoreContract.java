package dev.dynogrid.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.model.SlugId;
import dev.dynogrid.tck.memory.InMemorySlugStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link SlugStore}. Extend it, and write {@link #newStore}:
 *
 * <pre>{@code
 * class FileSlugStoreContractTest extends SlugStoreContract {
 *   @TempDir Path directory;
 *
 *   @Override
 *   protected SlugStore newStore() {
 *     return new FileSlugStore(directory);
 *   }
 * }
 * }</pre>
 *
 * <p>What no test of this kit can show from outside: that an archive survives the loss of the
 * machine's power (a part of LU-1), and that what the end of the process leaves half-written is not
 * found; look at whether the archive is synced, and gets its name only then.
 */
@SuppressWarnings("MemberName") // tests begin with the number of their rule
@Rule(
    id = "LU-1",
    says = "when put returns, the archive is there, whole and durable; else nothing is found",
    why = "a release refers to the slug from then on; a half-written one would never start")
@Rule(
    id = "LU-2",
    says = "put refuses content whose SHA-256 is not the id, keeps none of it, and may be repeated",
    why = "the id is all that a host has to tell a whole slug from a broken or forged one")
@Rule(
    id = "LU-3",
    says = "open gives the uncompressed bytes, however they are kept",
    why = "hosts check and unpack what they get; they know nothing of a store's compression")
@Rule(
    id = "LU-4",
    says = "it is safe for use by many threads and, if shared, by many control planes",
    why = "builds of different apps end at the same time")
@Rule(
    id = "LU-5",
    says = "removing what is being read does not cut the reader short",
    why = "old slugs are removed while a host may still fetch one")
public abstract class SlugStoreContract extends Contract {
  private static final int LARGE = 3 * 1024 * 1024;

  /** What a store may or may not be able to do; on by default. */
  public enum Ability {
    /** Two stores can be open over the same slugs at once, as of two control planes. */
    SHARED
  }

  private SlugStore store;

  /** For implementers. */
  @SuppressWarnings("NullAway.Init") // set before each test
  protected SlugStoreContract() {}

  /**
   * A store. The first one of a test is empty; those that follow in the same test are over the same
   * slugs, as after a restart.
   */
  protected abstract SlugStore newStore() throws Exception;

  /** Whether the store has the ability; true unless overridden. */
  protected boolean has(Ability ability) {
    return true;
  }

  /** Makes the store of the test. */
  @BeforeEach
  final void makeStore() throws Exception {
    store = newStore();
  }

  private static byte[] random(int bytes, long seed) {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return content;
  }

  private SlugId put(byte[] content) throws IOException {
    SlugId id = InMemorySlugStore.idOf(content);
    store.put(id, out -> out.write(content));
    return id;
  }

  private static byte[] read(SlugStore from, SlugId id) throws IOException {
    Optional<InputStream> found = from.open(id);
    assertThat(found).as("what open(%s) gives", id).isPresent();
    try (InputStream in = found.orElseThrow()) {
      return in.readAllBytes();
    }
  }

  private void assertNothingOf(SlugId id) throws IOException {
    assertThat(store.open(id)).as("open of a slug that was never put whole").isEmpty();
    assertThat(store.contains(id)).as("contains of a slug that was never put whole").isFalse();
    assertThat(store.list())
        .as("list, of which a slug that was never put whole")
        .doesNotContain(id);
  }

  /** Fails where put returns before all is written, or writes where open does not look. */
  @Test
  public void lu1_whatWasPutIsThere() throws Exception {
    byte[] content = random(70_000, 1);
    SlugId id = put(content);

    assertThat(read(store, id)).as("bytes of the archive").isEqualTo(content);
    assertThat(store.contains(id)).as("contains").isTrue();
    assertThat(store.list()).as("list").containsExactly(id);
  }

  /** Fails where the slugs are kept in the object, or an index is written at close only. */
  @Test
  public void lu1_whatWasPutOutlivesTheStore() throws Exception {
    byte[] content = random(70_000, 2);
    SlugId id = put(content);

    SlugStore next = newStore();
    assertThat(read(next, id)).as("bytes after a restart").isEqualTo(content);
    assertThat(next.list()).as("list after a restart").contains(id);
  }

  /** Fails where the archive is written in place: what a failed put left is found. */
  @Test
  public void lu1_aPutThatThrowsLeavesNothing() throws Exception {
    byte[] content = random(70_000, 3);
    SlugId id = InMemorySlugStore.idOf(content);

    Throwable thrown =
        catchThrowable(
            () ->
                store.put(
                    id,
                    out -> {
                      out.write(content, 0, 40_000);
                      throw new IOException("the source of the archive broke");
                    }));

    assertThat(thrown).as("what put throws if its content does").isInstanceOf(IOException.class);
    assertNothingOf(id);
    assertNotKeptFrom(id, content);
  }

  /** A put that failed must not stand in the way of the next. */
  private void assertNotKeptFrom(SlugId id, byte[] content) throws IOException {
    store.put(id, out -> out.write(content));
    assertThat(read(store, id)).as("bytes put after a put that failed").isEqualTo(content);
  }

  /** Fails where the archive has its name while it is still being written. */
  @Test
  public void lu1_whatIsBeingPutIsNotFoundYet() throws Exception {
    byte[] content = random(70_000, 4);
    SlugId id = InMemorySlugStore.idOf(content);
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ExecutorService beside = Executors.newSingleThreadExecutor(Contract::daemon);
    try {
      Future<?> put =
          beside.submit(
              () -> {
                store.put(
                    id,
                    out -> {
                      out.write(content, 0, 40_000);
                      out.flush();
                      half.countDown();
                      await(goOn);
                      out.write(content, 40_000, content.length - 40_000);
                    });
                return null;
              });
      assertThat(half.await(patience().toMillis(), TimeUnit.MILLISECONDS))
          .as("put asks for the content")
          .isTrue();
      assertNothingOf(id);
      goOn.countDown();
      put.get(patience().toMillis(), TimeUnit.MILLISECONDS);
      assertThat(read(store, id)).as("bytes, once put has returned").isEqualTo(content);
    } finally {
      goOn.countDown();
      beside.shutdownNow();
    }
  }

  private void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(patience().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the test did not go on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Fails where remove leaves the slug in one of open, contains and list. */
  @Test
  public void lu1_staysUntilItIsRemoved() throws Exception {
    SlugId removed = put(random(1_000, 5));
    SlugId stays = put(random(1_000, 6));

    store.remove(removed);
    store.remove(removed);
    store.remove(InMemorySlugStore.idOf(random(10, 7)));

    assertNothingOf(removed);
    assertThat(store.list()).as("list, after another slug was removed").containsExactly(stays);
  }

  /** Fails where the store believes the id that it is given. */
  @Test
  public void lu2_contentThatIsNotItsIdIsRefused() throws Exception {
    SlugId id = InMemorySlugStore.idOf(random(70_000, 8));

    Throwable thrown = catchThrowable(() -> store.put(id, out -> out.write(random(70_000, 9))));

    assertThat(thrown)
        .as("what put throws for content whose SHA-256 is not the id")
        .isInstanceOf(IOException.class);
    assertNothingOf(id);
  }

  /** Fails where a second put of the same slug is an error, or empties what is there. */
  @Test
  public void lu2_puttingWhatIsThereIsWithoutEffect() throws Exception {
    byte[] content = random(70_000, 10);
    SlugId id = put(content);

    assertThat(put(content)).as("the same id").isEqualTo(id);

    assertThat(read(store, id)).as("bytes after a second put").isEqualTo(content);
    assertThat(store.list()).as("list after a second put").containsExactly(id);
  }

  /** Fails where the wrong content replaces the right one before it has been checked. */
  @Test
  public void lu2_wrongContentDoesNotHarmWhatIsThere() throws Exception {
    byte[] content = random(70_000, 11);
    SlugId id = put(content);

    Throwable thrown = catchThrowable(() -> store.put(id, out -> out.write(random(9, 12))));

    assertThat(thrown == null || thrown instanceof IOException)
        .as("put of wrong content over what is there does nothing, or throws: %s", thrown)
        .isTrue();
    assertThat(read(store, id)).as("bytes after a put of wrong content").isEqualTo(content);
  }

  /** Fails where compression shows, and at buffers that are not flushed. */
  @Test
  public void lu3_everyContentComesBackAsItWas() throws Exception {
    byte[] zeros = new byte[LARGE];
    byte[] noise = random(LARGE + 1, 13);
    byte[] gzip = new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0};
    for (byte[] content : List.of(zeros, noise, gzip, new byte[] {0}, new byte[0])) {
      SlugId id = put(content);
      assertThat(Arrays.equals(read(store, id), content))
          .as("%s bytes come back as they were", content.length)
          .isTrue();
    }
  }

  /** Fails where a link leads to nothing, or to what is kept rather than what was put. */
  @Test
  public void lu3_aLinkGivesTheUncompressedBytes() throws Exception {
    byte[] content = random(70_000, 14);
    Optional<URI> link = store.link(put(content), Duration.ofMinutes(5));
    assumeTrue(link.isPresent(), "the store gives no links");

    try (InputStream in = link.orElseThrow().toURL().openStream()) {
      assertThat(in.readAllBytes()).as("bytes behind %s", link.orElseThrow()).isEqualTo(content);
    }
  }

  /** Fails where two puts of one slug write to the same temporary file. */
  @Test
  public void lu4_manyThreadsPutOneSlug() throws Exception {
    byte[] content = random(500_000, 15);
    SlugId id = InMemorySlugStore.idOf(content);

    atOnce(
        8,
        () -> {
          put(content);
          return read(store, id);
        });

    assertThat(read(store, id)).as("bytes after eight puts at once").isEqualTo(content);
  }

  /** Fails where the store is not safe for use by many threads. */
  @Test
  public void lu4_manyThreadsPutAndRemoveTheirOwn() throws Exception {
    List<Callable<SlugId>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int seed = 100 + i;
      calls.add(
          () -> {
            SlugId gone = put(random(50_000, -seed));
            store.remove(gone);
            return put(random(50_000, seed));
          });
    }
    List<SlugId> put = atOnce(calls);

    assertThat(store.list()).as("list").containsExactlyInAnyOrderElementsOf(put);
  }

  /** Fails where a store looks only at what it put itself. */
  @Test
  public void lu4_whatOneControlPlanePutTheOtherFinds() throws Exception {
    assumeTrue(has(Ability.SHARED), "two stores over the same slugs are not possible");
    SlugStore other = newStore();
    byte[] content = random(70_000, 16);
    SlugId id = put(content);

    assertThat(read(other, id)).as("bytes by the other control plane").isEqualTo(content);
    other.remove(id);
    assertNothingOf(id);
  }

  /** Fails where remove truncates; a file that is deleted can still be read to its end. */
  @Test
  public void lu5_aReaderReadsToTheEndOfWhatIsRemoved() throws Exception {
    byte[] content = random(LARGE, 17);
    SlugId id = put(content);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (InputStream in = store.open(id).orElseThrow()) {
      read.write(in.readNBytes(1_000));
      store.remove(id);
      in.transferTo(read);
    }

    assertThat(Arrays.equals(read.toByteArray(), content))
        .as("the reader reads to the end of what is removed meanwhile")
        .isTrue();
  }
}
