package dev.dynogrid.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.model.SlugId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSlugStoreTest {
  private static final byte[] CONTENT = "a slug".repeat(50_000).getBytes(UTF_8);
  private static final SlugId ID = idOf(CONTENT);

  @TempDir Path temporary;
  private Path directory;
  private FileSlugStore store;

  @BeforeEach
  void makeStore() {
    directory = temporary.resolve("slugs");
    store = new FileSlugStore(directory);
  }

  private static SlugId idOf(byte[] content) {
    try {
      return new SlugId(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private void put() throws IOException {
    store.put(ID, out -> out.write(CONTENT));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void aStoreThatNothingWasPutIntoIsEmpty() throws IOException {
    assertThat(store.open(ID)).isEmpty();
    assertThat(store.contains(ID)).isFalse();
    assertThat(store.list()).isEmpty();
    store.remove(ID);
    store.cleanUp();
    assertThat(directory).doesNotExist();
  }

  @Test
  void whatWasPutIsOpenedListedAndKeptByTheNextStore() throws IOException {
    put();

    FileSlugStore next = new FileSlugStore(directory);
    assertThat(next.contains(ID)).isTrue();
    assertThat(next.list()).containsExactly(ID);
    try (InputStream in = next.open(ID).orElseThrow()) {
      assertThat(in.readAllBytes()).isEqualTo(CONTENT);
    }
    assertThat(files())
        .containsExactly(directory.resolve(ID.sha256().substring(0, 2)).resolve(ID + ".tar"));
  }

  @Test
  void filesAreForTheirOwnerOnly() throws IOException {
    put();
    Path file = files().get(0);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
  }

  @Test
  void otherContentIsRefusedAndNoneOfItKept() throws IOException {
    assertThatThrownBy(() -> store.put(ID, out -> out.write(1)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "slug " + ID + " is refused: the SHA-256 of its content is " + idOf(new byte[] {1}));

    assertThat(store.contains(ID)).isFalse();
    assertThat(files()).isEmpty();
    put();
    assertThat(store.contains(ID)).isTrue();
  }

  @Test
  void contentThatCannotBeWrittenLeavesNothing() throws IOException {
    IOException failure = new IOException("the app vanished");

    assertThatThrownBy(
            () ->
                store.put(
                    ID,
                    out -> {
                      out.write(CONTENT, 0, 1_000);
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(store.open(ID)).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void puttingWhatIsThereDoesNotEvenAskForTheContent() throws IOException {
    put();
    store.put(
        ID,
        out -> {
          throw new AssertionError("asked");
        });
    assertThat(store.list()).containsExactly(ID);
  }

  @Test
  void whatIsBeingPutIsNotThereYetAndSurvivesTheCleanUp() throws IOException {
    store.put(
        ID,
        out -> {
          out.write(CONTENT);
          out.flush();
          assertThat(store.contains(ID)).isFalse();
          assertThat(store.list()).isEmpty();
          store.cleanUp();
        });
    assertThat(store.contains(ID)).isTrue();
  }

  @Test
  void leftoversOfACrashAreCleanedUp() throws IOException {
    put();
    Path leftover = Files.write(directory.resolve("incoming/" + ID + ".dead"), new byte[10]);

    assertThat(store.list()).containsExactly(ID);
    store.cleanUp();

    assertThat(leftover).doesNotExist();
    assertThat(store.contains(ID)).isTrue();
  }

  @Test
  void removingWhatIsBeingReadDoesNotCutTheReaderShort() throws IOException {
    put();
    try (InputStream in = store.open(ID).orElseThrow()) {
      byte[] start = in.readNBytes(10);
      store.remove(ID);

      assertThat(store.contains(ID)).isFalse();
      assertThat(start.length + in.readAllBytes().length).isEqualTo(CONTENT.length);
    }
  }

  @Test
  void manyThreadsPutTheSameSlugAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    CyclicBarrier together = new CyclicBarrier(4);
    CountDownLatch written = new CountDownLatch(4);
    try {
      List<Future<?>> puts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        puts.add(
            threads.submit(
                () -> {
                  store.put(
                      ID,
                      out -> {
                        out.write(CONTENT);
                        await(together);
                        written.countDown();
                      });
                  return true;
                }));
      }
      for (Future<?> put : puts) {
        put.get(10, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(written.getCount()).isZero();
    assertThat(files()).hasSize(1);
    try (InputStream in = store.open(ID).orElseThrow()) {
      assertThat(in.readAllBytes()).isEqualTo(CONTENT);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
