package dev.dynogrid.tck;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.store.ChangeFeed;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.ConflictException;
import dev.dynogrid.api.store.Lease;
import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.api.store.StoredRecord;
import dev.dynogrid.tck.memory.InMemoryStateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** State stores that break one rule each. */
final class BrokenStateStores {
  private BrokenStateStores() {}

  /** A good store, of which a broken one overrides something. */
  private static class Store implements StateStore {
    final InMemoryStateStore good;

    Store(InMemoryStateStore good) {
      this.good = good;
    }

    @Override
    public void open() {
      good.open();
    }

    @Override
    public Optional<StoredRecord> get(String kind, UUID id) {
      return good.get(kind, id);
    }

    @Override
    public Optional<StoredRecord> find(String kind, String name) {
      return good.find(kind, name);
    }

    @Override
    public List<StoredRecord> list(String kind) {
      return good.list(kind);
    }

    @Override
    public List<StoredRecord> listOwned(String kind, UUID owner) {
      return good.listOwned(kind, owner);
    }

    @Override
    public long commit(Commit commit) {
      return good.commit(commit);
    }

    @Override
    public ChangeFeed changes(long revision, int limit) {
      return good.changes(revision, limit);
    }

    @Override
    public Optional<Lease> lease(String name, UUID holder, Duration duration) {
      return good.lease(name, holder, duration);
    }

    @Override
    public void release(Lease lease) {
      good.release(lease);
    }

    @Override
    public void close() {
      good.close();
    }
  }

  private abstract static class Case extends StateStoreContract {
    private final InMemoryStateStore good = new InMemoryStateStore(Clock.systemUTC());

    @Override
    protected StateStore newStore() {
      return broken(good.another());
    }

    abstract StateStore broken(InMemoryStateStore another);

    @Override
    protected Duration patience() {
      return BrokenProvidersTest.PATIENCE;
    }
  }

  @Breaks({
    "ss1_aCommitSurvivesTheEndOfItsStore",
    "ss4_revisionsRiseAlsoOverARestart",
    "ss6_openingAgainChangesNothing"
  })
  static final class ForgetsAtClose extends Case {
    @Override
    StateStore broken(InMemoryStateStore another) {
      return new InMemoryStateStore(Clock.systemUTC());
    }

    @Override
    protected boolean has(Ability ability) {
      return false;
    }
  }

  @Breaks({"ss1_nothingOfACommitIsSeenBeforeAll", "ss2_aCommitIsAllOrNothing"})
  static final class AppliesChangeByChange extends Case {
    @Override
    StateStore broken(InMemoryStateStore another) {
      return new Store(another) {
        @Override
        public long commit(Commit commit) {
          long revision = 0;
          for (Commit.Change change : commit.changes()) {
            revision = good.commit(new Commit(commit.actor(), List.of(change), commit.lease()));
            if (commit.changes().size() > 1) {
              LockSupport.parkNanos(500_000);
            }
          }
          return revision;
        }
      };
    }
  }

  @Breaks({
    "ss2_aCommitIsAllOrNothing",
    "ss2_anOutdatedVersionIsRefused",
    "ss2_ofManyWritersOneWins"
  })
  static final class OverwritesWhatOthersChanged extends Case {
    @Override
    StateStore broken(InMemoryStateStore another) {
      return new Store(another) {
        @Override
        public synchronized long commit(Commit commit) {
          List<Commit.Change> changes = commit.changes().stream().map(this::upToDate).toList();
          return good.commit(new Commit(commit.actor(), changes, commit.lease()));
        }

        private Commit.Change upToDate(Commit.Change change) {
          Optional<StoredRecord> now = good.get(change.kind(), change.id());
          return change instanceof Commit.Put put && put.expectedVersion() > 0 && now.isPresent()
              ? new Commit.Put(
                  put.kind(), put.id(), put.owner(), put.name(), now.get().version(), put.json())
              : change;
        }
      };
    }
  }

  @Breaks("ss2_aNameIsUniqueWithinItsKind")
  static final class KeepsNamesUniqueOverAllKinds extends Case {
    @Override
    StateStore broken(InMemoryStateStore another) {
      return new Store(another) {
        @Override
        public long commit(Commit commit) {
          for (Commit.Change change : commit.changes()) {
            if (change instanceof Commit.Put put
                && put.kind().equals("tck-other")
                && put.name().flatMap(name -> good.find("tck", name)).isPresent()) {
              throw new ConflictException(true, put.id() + ": the name is taken");
            }
          }
          return good.commit(commit);
        }
      };
    }
  }

  @Breaks("ss3_recordsAreListedOldestFirst")
  static final class ListsByTheLastChange extends Case {
    @Override
    StateStore broken(InMemoryStateStore another) {
      return new Store(another) {
        @Override
        public List<StoredRecord> list(String kind) {
          return good.list(kind).stream()
              .sorted((a, b) -> Long.compare(a.version(), b.version()))
              .toList();
        }
      };
    }
  }

  @Breaks("ss3_theOtherControlPlaneSeesItAtOnce")
  static final class ReadsFromACache extends Case {
    @Override
    StateStore broken(InMemoryStateStore another) {
      return new Store(another) {
        private final Map<UUID, Optional<StoredRecord>> cache = new ConcurrentHashMap<>();

        @Override
        public Optional<StoredRecord> get(String kind, UUID id) {
          return kind.equals("tck")
              ? cache.computeIfAbsent(id, key -> good.get(kind, key))
              : good.get(kind, id);
        }

        @Override
        public long commit(Commit commit) {
          long revision = good.commit(commit);
          commit.changes().forEach(change -> cache.remove(change.id()));
          return revision;
        }
      };
    }
  }

  @Breaks("ss4_theFeedGivesAllChangesInOrder")
  static final class LeavesDeletionsOutOfTheFeed extends Case {
    @Override
    StateStore broken(InMemoryStateStore another) {
      return new Store(another) {
        @Override
        public ChangeFeed changes(long revision, int limit) {
          ChangeFeed feed = good.changes(revision, limit);
          return new ChangeFeed(
              feed.changes().stream().filter(change -> !change.deleted()).toList(),
              feed.revision(),
              feed.complete());
        }
      };
    }
  }

  @Breaks({
    "ss5_aLeaseIsGivenBackByItsHolderOnly",
    "ss5_aLeaseThatRanOutGoesToAnotherWithAGreaterNumber"
  })
  static final class GivesEveryHolderTheSameNumber extends Case {
    @Override
    StateStore broken(InMemoryStateStore another) {
      return new Store(another) {
        @Override
        public Optional<Lease> lease(String name, UUID holder, Duration duration) {
          return good.lease(name, holder, duration)
              .map(lease -> new Lease(lease.name(), lease.holder(), 1, lease.until()));
        }
      };
    }
  }

  @Breaks("ss5_aLeaseThatRanOutGoesToAnotherWithAGreaterNumber")
  static final class CommitsUnderALostLease extends Case {
    @Override
    StateStore broken(InMemoryStateStore another) {
      return new Store(another) {
        @Override
        public long commit(Commit commit) {
          return good.commit(new Commit(commit.actor(), commit.changes(), Optional.empty()));
        }
      };
    }
  }

  @Breaks("ss7_aClosedStoreSaysSo")
  static final class ThrowsWhatItsLibraryThrows extends Case {
    @Override
    StateStore broken(InMemoryStateStore another) {
      return new Store(another) {
        @Override
        public List<StoredRecord> list(String kind) {
          try {
            return good.list(kind);
          } catch (DynogridException e) {
            throw new IllegalStateException("connection is closed", e);
          }
        }
      };
    }
  }

  @Breaks("ss8_bodiesAreInNoMessage")
  static final class TellsTheBody extends Case {
    @Override
    StateStore broken(InMemoryStateStore another) {
      return new Store(another) {
        @Override
        public long commit(Commit commit) {
          try {
            return good.commit(commit);
          } catch (ConflictException e) {
            throw new ConflictException(e.nameTaken(), e.getMessage() + ": " + commit);
          }
        }
      };
    }
  }
}
