package dev.dynogrid.tck.memory;

import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.store.ChangeFeed;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.Lease;
import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.api.store.StoredRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** State in memory; it lives as long as the first store does that it was committed to. */
public final class InMemoryStateStore implements StateStore {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  private final Records records;
  private final Leases leases;
  private final Clock clock;
  private volatile boolean open;

  /**
   * An empty store.
   *
   * @param clock for the times of records, and of leases
   */
  public InMemoryStateStore(Clock clock) {
    this(new Records(), new Leases(), clock);
  }

  private InMemoryStateStore(Records records, Leases leases, Clock clock) {
    this.records = records;
    this.leases = leases;
    this.clock = clock;
  }

  /** Another store over the same records, as of another control plane or after a restart. */
  public InMemoryStateStore another() {
    return new InMemoryStateStore(records, leases, clock);
  }

  @Override
  public void open() {
    open = true;
  }

  private Records opened() {
    if (!open) {
      throw new DynogridException(ErrorCode.NOT_RUNNING, "the store in memory is not open");
    }
    return records;
  }

  @Override
  public Optional<StoredRecord> get(String kind, UUID id) {
    return opened().get(kind, id);
  }

  @Override
  public Optional<StoredRecord> find(String kind, String name) {
    return opened().list(kind).stream()
        .filter(record -> record.name().filter(name::equals).isPresent())
        .findFirst();
  }

  @Override
  public List<StoredRecord> list(String kind) {
    return opened().list(kind);
  }

  @Override
  public List<StoredRecord> listOwned(String kind, UUID owner) {
    return opened().list(kind).stream()
        .filter(record -> record.owner().filter(owner::equals).isPresent())
        .toList();
  }

  @Override
  public long commit(Commit commit) {
    return opened()
        .commit(
            commit,
            clock.instant(),
            () -> commit.lease().ifPresent(lease -> leases.check(lease, clock.instant())));
  }

  @Override
  public ChangeFeed changes(long revision, int limit) {
    Arguments.check(revision >= 0, "revision", revision, "0 or more");
    Arguments.check(limit >= 1, "limit", limit, "1 or more");
    return opened().changes(revision, limit);
  }

  @Override
  public Optional<Lease> lease(String name, UUID holder, Duration duration) {
    opened();
    Arguments.check(
        duration.compareTo(SHORTEST_LEASE) >= 0, "lease duration", duration, "1 s or more");
    return leases.take(name, holder, duration, clock.instant());
  }

  @Override
  public void release(Lease lease) {
    opened();
    leases.giveBack(lease);
  }

  @Override
  public void close() {
    open = false;
  }
}
