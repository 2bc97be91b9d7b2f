package dev.dynogrid.tck.memory;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.store.ChangeFeed;
import dev.dynogrid.api.store.ChangeFeed.Changed;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.ConflictException;
import dev.dynogrid.api.store.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records and their changes. A commit works on a copy, which takes their place if all is well. */
final class Records {
  private record Key(String kind, UUID id) {}

  private final List<Changed> changes = new ArrayList<>();
  private Map<Key, StoredRecord> records = new LinkedHashMap<>();
  private long revision;

  synchronized Optional<StoredRecord> get(String kind, UUID id) {
    return Optional.ofNullable(records.get(new Key(kind, id)));
  }

  /** Oldest first, since a change does not move a record. */
  synchronized List<StoredRecord> list(String kind) {
    return records.values().stream().filter(record -> record.kind().equals(kind)).toList();
  }

  synchronized long commit(Commit commit, Instant now, Runnable lease) {
    lease.run();
    Map<Key, StoredRecord> next = new LinkedHashMap<>(records);
    List<Changed> changed = new ArrayList<>();
    for (Commit.Change change : commit.changes()) {
      apply(next, change, commit.actor(), now);
      changed.add(
          new Changed(revision + 1, change.kind(), change.id(), change instanceof Commit.Delete));
    }
    records = next;
    changes.addAll(changed);
    return ++revision;
  }

  private static void apply(
      Map<Key, StoredRecord> records, Commit.Change change, Actor actor, Instant now) {
    Key key = new Key(change.kind(), change.id());
    @Nullable StoredRecord found = records.get(key);
    long version = found == null ? 0 : found.version();
    if (version != change.expectedVersion()) {
      throw new ConflictException(
          false,
          change.kind()
              + " "
              + change.id()
              + ": expected version "
              + change.expectedVersion()
              + ", found "
              + version
              + " (read it again; 0 is no such record)");
    }
    if (change instanceof Commit.Put put) {
      checkName(records, put);
      Arguments.check(
          found == null || found.owner().equals(put.owner()),
          "owner of " + put.kind() + " " + put.id(),
          put.owner().map(UUID::toString).orElse("none"),
          "the one that it was created with");
      records.put(
          key,
          new StoredRecord(
              put.kind(),
              put.id(),
              put.owner(),
              put.name(),
              version + 1,
              put.json(),
              found == null ? now : found.createdAt(),
              now,
              actor));
    } else {
      records.remove(key);
    }
  }

  private static void checkName(Map<Key, StoredRecord> records, Commit.Put put) {
    for (StoredRecord other : records.values()) {
      if (put.name().isPresent()
          && other.kind().equals(put.kind())
          && other.name().equals(put.name())
          && !other.id().equals(put.id())) {
        throw new ConflictException(
            true,
            put.kind()
                + " "
                + put.id()
                + ": the name "
                + put.name().get()
                + " is taken by "
                + other.id());
      }
    }
  }

  /** Whole commits only: one that is larger than the limit comes whole. */
  synchronized ChangeFeed changes(long after, int limit) {
    if (after > revision) {
      return new ChangeFeed(List.of(), revision, false);
    }
    List<Changed> page = new ArrayList<>();
    for (Changed change : changes) {
      boolean sameCommit =
          !page.isEmpty() && page.get(page.size() - 1).revision() == change.revision();
      if (change.revision() > after && (page.size() < limit || sameCommit)) {
        page.add(change);
      }
    }
    long reached = page.isEmpty() ? after : page.get(page.size() - 1).revision();
    return new ChangeFeed(page, reached, true);
  }
}
