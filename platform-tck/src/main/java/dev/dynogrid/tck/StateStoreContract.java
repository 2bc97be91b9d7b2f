package dev.dynogrid.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.store.ChangeFeed;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.ConflictException;
import dev.dynogrid.api.store.Lease;
import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.api.store.StoredRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link StateStore}. Extend it, and write {@link #newStore}, which gives a store
 * that has not been opened.
 *
 * <p>What no test of this kit can show from outside: that a commit survives {@code kill -9} and the
 * loss of power (a part of SS-1: look at whether a commit is synced before it returns), that the
 * change feed says so when it has forgotten something (a part of SS-4: how much it remembers is its
 * own), and the migration of older and the refusal of newer schemas (a part of SS-6: the schema is
 * its own).
 */
@SuppressWarnings("MemberName") // tests begin with the number of their rule
@Rule(
    id = "SS-1",
    says = "when commit returns, its changes survive; until then nobody sees any of them",
    why = "what a developer was told is done must not be undone by a crash")
@Rule(
    id = "SS-2",
    says = "a commit is all or nothing, and applies only if all is as it expects",
    why = "two control planes that decide at once must not both be right")
@Rule(
    id = "SS-3",
    says = "a read that starts after a commit returned sees it, whoever reads",
    why = "the platform decides by what it reads, on many threads and many control planes")
@Rule(
    id = "SS-4",
    says = "revisions rise without reuse, and changes gives all changes after one in order",
    why = "a control plane that follows the feed must not miss what another one did")
@Rule(
    id = "SS-5",
    says = "a lease has one holder at a time, and each change of holder a greater fencing number",
    why = "two that believe to act alone would start everything twice")
@Rule(
    id = "SS-6",
    says = "opening brings the schema up, and changes nothing where it is up to date",
    why = "every start of a platform opens its store")
@Rule(
    id = "SS-7",
    says = "it is safe for use by many threads, bounded, and its errors are DynogridExceptions",
    why = "callers tell a conflict from a broken disk by the type and the code")
@Rule(
    id = "SS-8",
    says = "bodies are in no error message and no text of a record",
    why = "bodies may hold secrets, and messages end in logs")
public abstract class StateStoreContract extends Contract {
  private static final Actor ALICE = new Actor("alice");
  private static final Actor BOB = new Actor("bob");
  private static final Duration SHORT_LEASE = Duration.ofSeconds(1);
  private static final Duration LONG_LEASE = Duration.ofMinutes(5);
  private static final String KIND = "tck";

  /** What a store may or may not be able to do; on by default. */
  public enum Ability {
    /** Two stores can be open over the same records at once, as of two control planes. */
    SHARED
  }

  private final List<StateStore> opened = new CopyOnWriteArrayList<>();
  private StateStore store;

  /** For implementers. */
  @SuppressWarnings("NullAway.Init") // set before each test
  protected StateStoreContract() {}

  /**
   * A store that has not been opened. The first one of a test is empty; those that follow in the
   * same test are over the same records: another control plane's, or that of the next start.
   */
  protected abstract StateStore newStore() throws Exception;

  /** Whether the store has the ability; true unless overridden. */
  protected boolean has(Ability ability) {
    return true;
  }

  /** Opens the store of the test. */
  @BeforeEach
  final void openStore() throws Exception {
    store = another();
  }

  private StateStore another() throws Exception {
    StateStore another = newStore();
    another.open();
    opened.add(another);
    return another;
  }

  /** Closes what the test has opened. */
  @AfterEach
  final void closeStores() {
    opened.forEach(StateStore::close);
  }

  private static Commit creating(UUID id, String name, String json) {
    return Commit.by(ALICE).create(KIND, id, Optional.empty(), Optional.of(name), json).build();
  }

  private StoredRecord create(String name) {
    UUID id = UUID.randomUUID();
    store.commit(creating(id, name, "{\"at\":0}"));
    return read(id);
  }

  private StoredRecord read(UUID id) {
    Optional<StoredRecord> found = store.get(KIND, id);
    assertThat(found).as("record that was committed").isPresent();
    return found.orElseThrow();
  }

  private static ConflictException conflictOf(StateStore store, Commit commit) {
    Throwable thrown = catchThrowable(() -> store.commit(commit));
    assertThat(thrown)
        .as("what a commit throws that found something else than it expected")
        .isInstanceOf(ConflictException.class);
    return (ConflictException) thrown;
  }

  /** Fails where commits are written later, or at close. */
  @Test
  public void ss1_aCommitSurvivesTheEndOfItsStore() throws Exception {
    StoredRecord first = create("first");
    store.commit(Commit.by(BOB).update(first, "{\"at\":1}").build());
    StoredRecord second = read(first.id());
    StateStore unclosed = store;
    if (!has(Ability.SHARED)) {
      unclosed.close();
    }

    StateStore next = another();

    assertThat(next.get(KIND, first.id())).as("record, by the next store").contains(second);
    assertThat(next.find(KIND, "first")).as("record, by its name").contains(second);
  }

  /** Fails where a read sees the first change of a commit, and not yet the second. */
  @Test
  public void ss1_nothingOfACommitIsSeenBeforeAll() throws Exception {
    StoredRecord one = create("one");
    StoredRecord two = create("two");
    ExecutorService beside = Executors.newSingleThreadExecutor(Contract::daemon);
    try {
      Future<?> writer = beside.submit(() -> changeTogether(one, two));
      while (!writer.isDone()) {
        List<StoredRecord> seen = store.list(KIND);
        assertThat(seen.stream().map(StoredRecord::version).distinct())
            .as("versions of two records that change together, in one read")
            .hasSize(1);
      }
      writer.get(patience().toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      beside.shutdownNow();
    }
  }

  private void changeTogether(StoredRecord one, StoredRecord two) {
    for (int i = 1; i <= 200; i++) {
      String json = "{\"at\":" + i + "}";
      store.commit(
          Commit.by(ALICE).update(read(one.id()), json).update(read(two.id()), json).build());
    }
  }

  /** Fails where the changes before the one that cannot be applied stay. */
  @Test
  public void ss2_aCommitIsAllOrNothing() {
    StoredRecord first = create("first");
    StoredRecord outdated = create("second");
    store.commit(Commit.by(BOB).update(outdated, "{\"at\":1}").build());
    long before = store.changes(0, 100).revision();
    UUID added = UUID.randomUUID();

    conflictOf(
        store,
        Commit.by(ALICE)
            .create(KIND, added, Optional.empty(), Optional.of("third"), "{}")
            .update(first, "{\"at\":2}")
            .update(outdated, "{\"at\":2}")
            .build());

    assertThat(store.get(KIND, added)).as("record created by a commit that was refused").isEmpty();
    assertThat(read(first.id())).as("record changed by a commit that was refused").isEqualTo(first);
    assertThat(store.changes(0, 100).revision())
        .as("revision after a commit that was refused")
        .isEqualTo(before);
  }

  /** Fails where the version is not compared, or the message does not say of what. */
  @Test
  public void ss2_anOutdatedVersionIsRefused() {
    StoredRecord outdated = create("app");
    store.commit(Commit.by(ALICE).update(outdated, "{\"at\":1}").build());
    StoredRecord now = read(outdated.id());

    ConflictException update =
        conflictOf(store, Commit.by(BOB).update(outdated, "{\"at\":2}").build());
    conflictOf(store, Commit.by(BOB).delete(outdated).build());

    assertThat(update.nameTaken()).as("nameTaken, where a version is outdated").isFalse();
    assertThat(update.getMessage())
        .as("message, which names the record")
        .contains(outdated.id().toString());
    assertThat(read(now.id())).as("record after commits that were refused").isEqualTo(now);
  }

  /** Fails where a record that is there is overwritten, or one that is gone comes back. */
  @Test
  public void ss2_whatIsThereIsNotCreatedAndWhatIsGoneIsNotChanged() {
    StoredRecord there = create("there");
    StoredRecord gone = create("gone");
    store.commit(Commit.by(ALICE).delete(gone).build());

    conflictOf(store, creating(there.id(), "other", "{}"));
    conflictOf(store, Commit.by(BOB).update(gone, "{}").build());
    conflictOf(store, Commit.by(BOB).delete(gone).build());

    assertThat(store.list(KIND)).as("records").containsExactly(there);
  }

  /** Fails where names are not unique, or are so over all kinds. */
  @Test
  public void ss2_aNameIsUniqueWithinItsKind() {
    StoredRecord first = create("taken");
    StoredRecord second = create("free");

    ConflictException created = conflictOf(store, creating(UUID.randomUUID(), "taken", "{}"));
    ConflictException renamed =
        conflictOf(store, Commit.by(BOB).update(second, Optional.of("taken"), "{}").build());
    store.commit(
        Commit.by(ALICE)
            .create("tck-other", first.id(), Optional.empty(), Optional.of("taken"), "{}")
            .build());

    assertThat(List.of(created.nameTaken(), renamed.nameTaken()))
        .as("nameTaken, where a name is taken")
        .containsOnly(true);
    assertThat(store.find(KIND, "taken")).as("holder of the name").contains(first);
  }

  /**
   * Fails where names are checked after the whole commit, or before it, and not change by change.
   */
  @Test
  public void ss2_aNameIsFreedAndTakenInOneCommit() {
    StoredRecord first = create("blue");
    StoredRecord second = create("green");

    store.commit(
        Commit.by(BOB)
            .update(first, Optional.of("old"), "{}")
            .update(second, Optional.of("blue"), "{}")
            .create(KIND, UUID.randomUUID(), Optional.empty(), Optional.of("green"), "{}")
            .build());

    assertThat(store.find(KIND, "blue").map(StoredRecord::id))
        .as("holder of a name that was freed and taken in one commit")
        .contains(second.id());
    assertThat(store.find(KIND, "old").map(StoredRecord::id)).contains(first.id());
  }

  /** Fails where a version is compared before the lock is held that its change needs. */
  @Test
  public void ss2_ofManyWritersOneWins() throws Exception {
    StoredRecord record = create("contended");
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String json = "{\"by\":" + i + "}";
      writers.add(() -> isApplied(Commit.by(BOB).update(record, json).build()));
    }

    List<Boolean> applied = atOnce(writers);

    assertThat(applied).as("which of eight writers of one version won").containsOnlyOnce(true);
    assertThat(read(record.id()).version()).as("version after one of them won").isEqualTo(2);
  }

  private boolean isApplied(Commit commit) {
    try {
      store.commit(commit);
      return true;
    } catch (ConflictException e) {
      return false;
    }
  }

  /** Fails where a field is lost or changed on its way. */
  @Test
  public void ss3_whatIsReadIsWhatWasCommitted() {
    UUID id = UUID.randomUUID();
    UUID owner = UUID.randomUUID();
    String json = "{\"text\":\"ü \\\" ' \\u0000 😀\",\"long\":\"" + "x".repeat(300_000) + "\"}";
    store.commit(
        Commit.by(ALICE)
            .create(KIND, id, Optional.of(owner), Optional.of("name ' é"), json)
            .build());
    StoredRecord first = read(id);
    store.commit(Commit.by(BOB).update(first, Optional.empty(), "{}").build());
    StoredRecord second = read(id);

    assertThat(first.json()).as("body").isEqualTo(json);
    assertThat(first.owner()).as("owner").contains(owner);
    assertThat(first.name()).as("name").contains("name ' é");
    assertThat(first.version()).as("version of a new record").isEqualTo(1);
    assertThat(first.updatedBy()).as("who created it").isEqualTo(ALICE);
    assertThat(second.version()).as("version after a change").isEqualTo(2);
    assertThat(second.name()).as("name, taken away").isEmpty();
    assertThat(second.updatedBy()).as("who changed it").isEqualTo(BOB);
    assertThat(second.createdAt()).as("time of creation").isEqualTo(first.createdAt());
    assertThat(second.updatedAt()).as("time of change").isAfterOrEqualTo(first.updatedAt());
    assertThat(store.find(KIND, "name ' é")).as("record by the name that it had").isEmpty();
  }

  /** Fails where the order is by name, by id or by the last change. */
  @Test
  public void ss3_recordsAreListedOldestFirst() {
    UUID owner = UUID.randomUUID();
    List<UUID> all = new ArrayList<>();
    List<UUID> owned = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      UUID id = UUID.randomUUID();
      Optional<UUID> of = i % 2 == 0 ? Optional.of(owner) : Optional.of(UUID.randomUUID());
      store.commit(Commit.by(ALICE).create(KIND, id, of, Optional.empty(), "{}").build());
      all.add(id);
      if (i % 2 == 0) {
        owned.add(id);
      }
    }
    store.commit(Commit.by(BOB).update(read(all.get(0)), "{\"a\":1}").build());

    assertThat(store.list(KIND)).as("list").extracting(StoredRecord::id).isEqualTo(all);
    assertThat(store.listOwned(KIND, owner))
        .as("listOwned")
        .extracting(StoredRecord::id)
        .isEqualTo(owned);
    assertThat(store.list("tck-none")).as("list of a kind without records").isEmpty();
  }

  /** Fails where a control plane reads from a cache or a replica that lags behind. */
  @Test
  public void ss3_theOtherControlPlaneSeesItAtOnce() throws Exception {
    assumeTrue(has(Ability.SHARED), "two stores over the same records are not possible");
    StateStore other = another();
    StoredRecord record = create("shared");
    for (int i = 0; i < 50; i++) {
      store.commit(Commit.by(ALICE).update(read(record.id()), "{\"at\":" + i + "}").build());
      assertThat(other.get(KIND, record.id()))
          .as("record by the other control plane, at once after commit %s", i)
          .contains(read(record.id()));
    }
    other.commit(Commit.by(BOB).delete(read(record.id())).build());
    assertThat(store.get(KIND, record.id())).as("record that the other one removed").isEmpty();
  }

  /** Fails where a page of the feed skips or repeats a change, or deletions are left out. */
  @Test
  public void ss4_theFeedGivesAllChangesInOrder() {
    StoredRecord first = create("first");
    StoredRecord second = create("second");
    long last = store.commit(Commit.by(BOB).update(first, "{\"a\":1}").delete(second).build());

    List<ChangeFeed.Changed> seen = new ArrayList<>();
    ChangeFeed page = store.changes(0, 1);
    while (!page.changes().isEmpty()) {
      assertThat(page.complete()).as("complete, of a feed that forgot nothing").isTrue();
      seen.addAll(page.changes());
      page = store.changes(page.revision(), 1);
    }

    assertThat(seen)
        .as("all changes, page by page")
        .extracting(ChangeFeed.Changed::id)
        .containsExactly(first.id(), second.id(), first.id(), second.id());
    assertThat(seen.stream().map(ChangeFeed.Changed::deleted))
        .as("which of them were deletions")
        .containsExactly(false, false, false, true);
    assertThat(seen.get(3).revision()).as("revision of the last commit").isEqualTo(last);
  }

  /** Fails where a number is given twice, or again after a restart. */
  @Test
  public void ss4_revisionsRiseAlsoOverARestart() throws Exception {
    List<Long> revisions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      revisions.add(store.commit(creating(UUID.randomUUID(), "r" + i, "{}")));
    }
    store.commit(Commit.by(BOB).delete(store.find(KIND, "r2").orElseThrow()).build());
    store.close();
    store = another();
    revisions.add(store.commit(creating(UUID.randomUUID(), "r3", "{}")));

    assertThat(revisions).as("revisions of commits").isSorted().doesNotHaveDuplicates();
    assertThat(revisions.get(3)).as("revision after a restart").isGreaterThan(revisions.get(2) + 1);
  }

  /** Fails where a second holder gets the lease, or a renewal is taken for a change of holder. */
  @Test
  public void ss5_aLeaseHasOneHolder() {
    UUID alice = UUID.randomUUID();
    Lease first = store.lease("grid", alice, LONG_LEASE).orElseThrow();
    Lease renewed = store.lease("grid", alice, LONG_LEASE).orElseThrow();

    assertThat(store.lease("grid", UUID.randomUUID(), LONG_LEASE))
        .as("the lease that somebody else holds")
        .isEmpty();
    assertThat(renewed.fencing()).as("fencing number of a renewal").isEqualTo(first.fencing());
    assertThat(renewed.until()).as("end of a renewal").isAfterOrEqualTo(first.until());
    assertThat(store.lease("other", UUID.randomUUID(), LONG_LEASE))
        .as("a lease of another name")
        .isPresent();
  }

  /** Fails where looking and taking are not one step. */
  @Test
  public void ss5_ofManyWhoAskAtOnceOneGetsIt() throws Exception {
    List<Callable<Boolean>> askers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      UUID holder = UUID.randomUUID();
      askers.add(() -> store.lease("grid", holder, LONG_LEASE).isPresent());
    }

    assertThat(atOnce(askers)).as("who of eight got the lease").containsOnlyOnce(true);
  }

  /** Fails where a lease does not end, or the number stays when the holder changes. */
  @Test
  public void ss5_aLeaseThatRanOutGoesToAnotherWithAGreaterNumber() {
    Lease first = store.lease("grid", UUID.randomUUID(), SHORT_LEASE).orElseThrow();
    UUID next = UUID.randomUUID();

    Lease second =
        eventually(
                "the lease, once it has run out",
                () -> store.lease("grid", next, LONG_LEASE),
                Optional::isPresent)
            .orElseThrow();

    assertThat(second.fencing()).as("fencing number").isGreaterThan(first.fencing());
    ConflictException late =
        conflictOf(
            store,
            Commit.by(ALICE)
                .create(KIND, UUID.randomUUID(), Optional.empty(), Optional.empty(), "{}")
                .underLease(first)
                .build());
    assertThat(late.nameTaken()).as("nameTaken, where a lease is lost").isFalse();
    assertThat(store.list(KIND)).as("what a commit under a lost lease wrote").isEmpty();
  }

  /** Fails where a lease that was given back, and taken by another, is given back once more. */
  @Test
  public void ss5_aLeaseIsGivenBackByItsHolderOnly() {
    Lease first = store.lease("grid", UUID.randomUUID(), LONG_LEASE).orElseThrow();
    store.release(first);
    Lease second = store.lease("grid", UUID.randomUUID(), LONG_LEASE).orElseThrow();

    store.release(first);

    assertThat(second.fencing()).as("fencing number").isGreaterThan(first.fencing());
    assertThat(store.lease("grid", UUID.randomUUID(), LONG_LEASE))
        .as("the lease, after one who had lost it gave it back")
        .isEmpty();
    UUID written = UUID.randomUUID();
    store.commit(
        Commit.by(ALICE)
            .create(KIND, written, Optional.empty(), Optional.empty(), "{}")
            .underLease(second)
            .build());
    assertThat(store.get(KIND, written)).as("what the holder's commit wrote").isPresent();
  }

  /** Fails where opening makes the schema anew. */
  @Test
  public void ss6_openingAgainChangesNothing() throws Exception {
    StoredRecord record = create("kept");
    Lease lease = store.lease("grid", UUID.randomUUID(), LONG_LEASE).orElseThrow();
    long revision = store.changes(0, 100).revision();
    for (int i = 0; i < 3; i++) {
      store.close();
      store = another();
    }

    assertThat(store.list(KIND)).as("records").containsExactly(record);
    assertThat(store.changes(0, 100).revision()).as("revision").isEqualTo(revision);
    assertThat(store.lease("grid", UUID.randomUUID(), LONG_LEASE))
        .as("lease, by another than %s", lease.holder())
        .isEmpty();
  }

  /** Fails where writers lock each other out for longer than the store's bound. */
  @Test
  public void ss7_manyThreadsReadAndWrite() throws Exception {
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int thread = i;
      calls.add(
          () -> {
            for (int n = 0; n < 20; n++) {
              store.commit(creating(UUID.randomUUID(), "n" + thread + "-" + n, "{}"));
              store.find(KIND, "n0-0");
            }
            return thread;
          });
    }
    atOnce(calls);

    assertThat(store.list(KIND)).as("records of six threads").hasSize(120);
  }

  /** Fails where a closed store throws what its library throws, or works on. */
  @Test
  public void ss7_aClosedStoreSaysSo() {
    create("record");
    store.close();
    store.close();

    for (Runnable call :
        Stream.<Runnable>of(
                () -> store.list(KIND),
                () -> store.commit(creating(UUID.randomUUID(), "late", "{}")),
                () -> store.lease("grid", UUID.randomUUID(), LONG_LEASE))
            .toList()) {
      assertThat(catchThrowable(call::run))
          .as("what a closed store throws")
          .isInstanceOf(DynogridException.class);
    }
  }

  /** Fails where a message or a text holds the body. */
  @Test
  public void ss8_bodiesAreInNoMessage() {
    UUID id = UUID.randomUUID();
    String secret = "hunter2hunter2";
    store.commit(creating(id, "secret", "{\"password\":\"" + secret + "\"}"));
    StoredRecord record = read(id);
    Commit again = creating(id, "secret", "{\"password\":\"" + secret + "\"}");

    ConflictException conflict =
        catchThrowableOfType(ConflictException.class, () -> store.commit(again));

    assertThat(conflict).as("a record that is created twice").isNotNull();
    assertThat(conflict.toString()).as("message of a conflict").doesNotContain(secret);
    assertThat(record.toString()).as("text of a record").doesNotContain(secret);
  }
}
