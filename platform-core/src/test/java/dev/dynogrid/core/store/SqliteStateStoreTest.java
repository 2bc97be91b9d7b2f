package dev.dynogrid.core.store;

import static dev.dynogrid.core.store.StoreErrors.messageOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.store.ChangeFeed;
import dev.dynogrid.api.store.ChangeFeed.Changed;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.ConflictException;
import dev.dynogrid.api.store.Lease;
import dev.dynogrid.api.store.StoredRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStateStoreTest {
  private static final Actor ALICE = new Actor("alice");
  private static final Actor BOB = new Actor("bob");

  @TempDir Path directory;
  private final SettableClock clock = new SettableClock();
  private final UUID id = UUID.randomUUID();
  private SqliteStateStore store;
  private SqliteStateStore other;

  @BeforeEach
  void openTwoStoresOnOneFile() {
    store = opened();
    other = opened();
  }

  @AfterEach
  void close() {
    store.close();
    other.close();
  }

  private SqliteStateStore opened() {
    SqliteStateStore opened =
        new SqliteStateStore(
            directory.resolve("state.db"), clock, SqliteSchema.ofThisVersion(), 100);
    opened.open();
    return opened;
  }

  private StoredRecord create(UUID record, String name) {
    store.commit(
        Commit.by(ALICE)
            .create("app", record, Optional.empty(), Optional.of(name), "{\"secret\":1}")
            .build());
    return store.get("app", record).orElseThrow();
  }

  @Test
  void whatIsWrittenIsReadWithItsTimesAndItsAuthor() {
    StoredRecord first = create(id, "hello");
    clock.advance(Duration.ofSeconds(5));
    store.commit(Commit.by(BOB).update(first, Optional.of("hello2"), "{\"a\":\"ü\"}").build());

    StoredRecord second = store.get("app", id).orElseThrow();
    assertThat(first.version()).isEqualTo(1);
    assertThat(first.updatedBy()).isEqualTo(ALICE);
    assertThat(second)
        .isEqualTo(
            new StoredRecord(
                "app",
                id,
                Optional.empty(),
                Optional.of("hello2"),
                2,
                "{\"a\":\"ü\"}",
                first.createdAt(),
                clock.instant(),
                BOB));
    assertThat(store.find("app", "hello2")).contains(second);
    assertThat(store.find("app", "hello")).isEmpty();
    assertThat(store.get("release", id)).isEmpty();
  }

  @Test
  void aCommitIsSeenByTheOtherControlPlaneAtOnce() {
    StoredRecord record = create(id, "hello");

    assertThat(other.get("app", id)).contains(record);
    other.commit(Commit.by(BOB).delete(record).build());
    assertThat(store.get("app", id)).isEmpty();
  }

  @Test
  void whatWasWrittenIsThereAfterClosingAndOpening() {
    StoredRecord record = create(id, "hello");
    store.close();
    other.close();

    store = opened();

    assertThat(store.list("app")).containsExactly(record);
  }

  @Test
  void recordsAreListedOldestFirstByKindAndByOwner() {
    UUID owner = UUID.randomUUID();
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(UUID.randomUUID());
      Optional<UUID> of = i % 2 == 0 ? Optional.of(owner) : Optional.empty();
      store.commit(
          Commit.by(ALICE).create("release", ids.get(i), of, Optional.empty(), "{}").build());
    }
    StoredRecord first = store.get("release", ids.get(0)).orElseThrow();
    store.commit(Commit.by(ALICE).update(first, "{\"changed\":1}").build());

    assertThat(store.list("release")).extracting(StoredRecord::id).isEqualTo(ids);
    assertThat(store.listOwned("release", owner))
        .extracting(StoredRecord::id)
        .hasSize(10)
        .startsWith(ids.get(0), ids.get(2));
    assertThat(store.list("app")).isEmpty();
    assertThat(store.listOwned("app", owner)).isEmpty();
  }

  @Test
  void aCommitOverAnOutdatedVersionIsRefusedAndChangesNothing() {
    StoredRecord read = create(id, "hello");
    other.commit(Commit.by(BOB).update(read, "{}").build());
    UUID beside = UUID.randomUUID();

    ConflictException conflict =
        catchThrowableOfType(
            ConflictException.class,
            () ->
                store.commit(
                    Commit.by(ALICE)
                        .create("domain", beside, Optional.empty(), Optional.empty(), "{}")
                        .update(read, "{\"secret\":2}")
                        .build()));

    assertThat(conflict.nameTaken()).isFalse();
    assertThat(conflict)
        .hasMessage("app " + id + ": expected version 1, found version 2 (read it again)");
    assertThat(store.get("domain", beside)).isEmpty();
    assertThat(store.get("app", id).orElseThrow().json()).isEqualTo("{}");
  }

  @Test
  void creatingWhatIsThereAndChangingWhatIsNotAreConflicts() {
    StoredRecord read = create(id, "hello");
    assertThatThrownBy(() -> create(id, "hello"))
        .isInstanceOf(ConflictException.class)
        .hasMessage("app " + id + ": expected no such record, found version 1 (read it again)");

    store.commit(Commit.by(ALICE).delete(read).build());
    assertThatThrownBy(() -> store.commit(Commit.by(ALICE).update(read, "{}").build()))
        .isInstanceOf(ConflictException.class)
        .hasMessage("app " + id + ": expected version 1, found no such record (read it again)");
    assertThatThrownBy(() -> store.commit(Commit.by(ALICE).delete(read).build()))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void aTakenNameIsAConflictOfItsOwnKind() {
    create(id, "hello");
    UUID second = UUID.randomUUID();

    ConflictException conflict =
        catchThrowableOfType(ConflictException.class, () -> create(second, "hello"));

    assertThat(conflict.nameTaken()).isTrue();
    assertThat(conflict).hasMessage("app " + second + ": the name hello is taken by " + id);
    assertThat(store.list("app")).hasSize(1);
    store.commit(
        Commit.by(ALICE)
            .create("domain", second, Optional.empty(), Optional.of("hello"), "{}")
            .build());
  }

  @Test
  void aNameIsFreedAndTakenInOneCommit() {
    StoredRecord first = create(id, "hello");
    UUID second = UUID.randomUUID();

    store.commit(
        Commit.by(ALICE)
            .update(first, Optional.of("old"), "{}")
            .create("app", second, Optional.empty(), Optional.of("hello"), "{}")
            .build());
    StoredRecord renamed = store.get("app", id).orElseThrow();
    store.commit(
        Commit.by(ALICE)
            .delete(store.get("app", second).orElseThrow())
            .update(renamed, Optional.of("hello"), "{}")
            .build());

    assertThat(store.find("app", "hello").orElseThrow().id()).isEqualTo(id);
  }

  @Test
  void anOwnerNeverChangesAndARecordIsChangedOnceACommit() {
    create(id, "hello");
    Commit stolen =
        new Commit(
            BOB,
            List.of(
                new Commit.Put("app", id, Optional.of(id), Optional.of("hello"), 1, "{\"x\":1}")),
            Optional.empty());
    assertThatThrownBy(() -> store.commit(stolen))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the one that it was created with");

    StoredRecord read = store.get("app", id).orElseThrow();
    assertThatThrownBy(() -> store.commit(Commit.by(BOB).update(read, "{}").delete(read).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most one change a record");
    assertThat(store.get("app", id)).contains(read);
  }

  @Test
  void bodiesAreInNoErrorMessage() {
    StoredRecord read = create(id, "hello");

    assertThat(read.toString()).doesNotContain("secret");
    assertThatThrownBy(() -> create(id, "hello")).message().doesNotContain("secret");
    store.close();
    messageOf(ErrorCode.NOT_RUNNING, () -> create(id, "hello"))
        .endsWith("state.db is not open")
        .doesNotContain("secret");
  }

  @Test
  void commitsAreNumberedAndTheirChangesComeInOrder() {
    StoredRecord read = create(id, "hello");
    UUID second = UUID.randomUUID();
    long revision =
        other.commit(
            Commit.by(BOB)
                .delete(read)
                .create("domain", second, Optional.empty(), Optional.empty(), "{}")
                .build());
    assertThatThrownBy(() -> store.commit(Commit.by(BOB).delete(read).build()))
        .isInstanceOf(ConflictException.class);

    assertThat(revision).isEqualTo(2);
    assertThat(store.changes(0, 10))
        .isEqualTo(
            new ChangeFeed(
                List.of(
                    new Changed(1, "app", id, false),
                    new Changed(2, "app", id, true),
                    new Changed(2, "domain", second, false)),
                2,
                true));
    assertThat(store.changes(1, 10).changes()).hasSize(2);
    assertThat(store.changes(2, 10)).isEqualTo(new ChangeFeed(List.of(), 2, true));
  }

  @Test
  void aCommitIsNeverCutInTheFeed() {
    create(id, "hello");
    Commit.Builder three = Commit.by(ALICE);
    for (int i = 0; i < 3; i++) {
      three.create("port", UUID.randomUUID(), Optional.empty(), Optional.empty(), "{}");
    }
    store.commit(three.build());

    ChangeFeed first = store.changes(0, 2);
    assertThat(first.changes()).hasSize(1);
    assertThat(first.revision()).isEqualTo(1);
    ChangeFeed second = store.changes(first.revision(), 2);
    assertThat(second.changes()).as("larger than the limit, but one commit").hasSize(3);
    assertThat(second.revision()).isEqualTo(2);
    assertThat(store.changes(0, 4).changes()).hasSize(4);
  }

  @Test
  void aFeedSaysWhatItHasForgotten() {
    StoredRecord read = create(id, "hello");
    for (int i = 0; i < 110; i++) {
      store.commit(Commit.by(ALICE).update(read, "{}").build());
      read = store.get("app", id).orElseThrow();
    }

    assertThat(store.changes(0, 1_000)).isEqualTo(new ChangeFeed(List.of(), 111, false));
    assertThat(store.changes(10, 1_000).complete()).isFalse();
    assertThat(store.changes(11, 1_000).changes()).hasSize(100);
    assertThat(store.changes(11, 1_000).complete()).isTrue();
    assertThat(store.changes(500, 10)).isEqualTo(new ChangeFeed(List.of(), 111, false));
  }

  @Test
  void aLeaseHasOneHolderUntilItEnds() {
    UUID a = UUID.randomUUID();
    UUID b = UUID.randomUUID();
    Lease first = store.lease("grid", a, Duration.ofSeconds(10)).orElseThrow();

    assertThat(other.lease("grid", b, Duration.ofSeconds(10))).isEmpty();
    clock.advance(Duration.ofSeconds(9));
    Lease renewed = store.lease("grid", a, Duration.ofSeconds(10)).orElseThrow();
    assertThat(renewed.fencing()).isEqualTo(first.fencing());
    assertThat(renewed.until()).isEqualTo(clock.instant().plusSeconds(10));
    clock.advance(Duration.ofSeconds(10));
    Lease taken = other.lease("grid", b, Duration.ofSeconds(10)).orElseThrow();

    assertThat(taken.fencing()).isGreaterThan(first.fencing());
    assertThat(store.lease("grid", a, Duration.ofSeconds(10))).isEmpty();
    assertThat(store.lease("other", a, Duration.ofSeconds(10))).isPresent();
  }

  @Test
  void aLeaseGivenBackIsFreeAndItsFencingNumberGoesOnRising() {
    UUID a = UUID.randomUUID();
    UUID b = UUID.randomUUID();
    Lease first = store.lease("grid", a, Duration.ofSeconds(10)).orElseThrow();
    store.release(first);
    Lease second = other.lease("grid", b, Duration.ofSeconds(10)).orElseThrow();

    assertThat(second.fencing()).isGreaterThan(first.fencing());
    store.release(first);
    assertThat(store.lease("grid", a, Duration.ofSeconds(10)))
        .as("giving back an old lease does not free the new one")
        .isEmpty();
  }

  @Test
  void aCommitUnderALeaseThatIsNoLongerHeldIsRefused() {
    Lease lease = store.lease("grid", UUID.randomUUID(), Duration.ofSeconds(10)).orElseThrow();
    Commit commit =
        Commit.by(ALICE)
            .create("app", id, Optional.empty(), Optional.empty(), "{}")
            .underLease(lease)
            .build();

    clock.advance(Duration.ofSeconds(10));
    assertThatThrownBy(() -> store.commit(commit))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("lease grid is no longer held by " + lease.holder());
    assertThat(store.get("app", id)).isEmpty();
    store.lease("grid", lease.holder(), Duration.ofSeconds(10));
    store.commit(commit);
    assertThat(store.get("app", id)).isPresent();
  }

  @Test
  void aLeaseIsOfOneSecondOrMore() {
    assertThatThrownBy(() -> store.lease("grid", id, Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("lease duration: PT0.999S");
  }

  @Test
  void manyThreadsOfTwoControlPlanesCountWithoutLosingOne() throws Exception {
    create(id, "counter");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> counts = new ArrayList<>();
      for (SqliteStateStore each : List.of(store, other, store, other)) {
        counts.add(threads.submit(countingUpTo25(each)));
      }
      for (Future<Integer> count : counts) {
        count.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(store.get("app", id).orElseThrow().version()).isEqualTo(101);
    assertThat(store.changes(1, 1_000).revision()).isEqualTo(101);
  }

  private Callable<Integer> countingUpTo25(SqliteStateStore each) {
    return () -> {
      int conflicts = 0;
      for (int done = 0; done < 25; ) {
        StoredRecord read = each.get("app", id).orElseThrow();
        try {
          each.commit(Commit.by(ALICE).update(read, "{}").build());
          done++;
        } catch (ConflictException e) {
          conflicts++;
        }
      }
      return conflicts;
    };
  }

  @Test
  void closingTwiceIsNothing() {
    store.close();
    store.close();
    messageOf(ErrorCode.NOT_RUNNING, () -> store.list("app")).contains("is not open");
  }
}
