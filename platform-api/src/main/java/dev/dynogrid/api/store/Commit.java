package dev.dynogrid.api.store;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Changes that belong together.
 *
 * @param actor who asked for them
 * @param changes one or more, at most one a record; applied in order, so that a name may be freed
 *     and taken in one commit
 * @param lease if present, the commit applies only while this lease is held
 */
public record Commit(Actor actor, List<Change> changes, Optional<Lease> lease) {
  /** Checks and takes copies. */
  public Commit {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(lease, "lease");
    Arguments.check(!changes.isEmpty(), "changes", changes.size(), "one or more");
    changes = List.copyOf(changes);
  }

  /** A commit to add changes to. */
  public static Builder by(Actor actor) {
    return new Builder(actor);
  }

  /** One change of a commit. */
  public sealed interface Change {
    /** The kind of the record. */
    String kind();

    /** The id of the record. */
    UUID id();

    /** The version that must be found: 0 if there must be no such record. */
    long expectedVersion();
  }

  /**
   * Writes a record, new or changed.
   *
   * @param kind the kind
   * @param id the id
   * @param owner the owner, which never changes
   * @param name the name, which must be free or this record's own
   * @param expectedVersion 0 for a new record
   * @param json the whole new body
   */
  public record Put(
      String kind,
      UUID id,
      Optional<UUID> owner,
      Optional<String> name,
      long expectedVersion,
      String json)
      implements Change {}

  /**
   * Removes a record.
   *
   * @param kind the kind
   * @param id the id
   * @param expectedVersion 1 or more
   */
  public record Delete(String kind, UUID id, long expectedVersion) implements Change {}

  /** Collects changes. Not safe for use by many threads. */
  public static final class Builder {
    private final Actor actor;
    private final List<Change> changes = new ArrayList<>();
    private Optional<Lease> lease = Optional.empty();

    private Builder(Actor actor) {
      this.actor = actor;
    }

    /** Adds a record that must not be there yet. */
    public Builder create(
        String kind, UUID id, Optional<UUID> owner, Optional<String> name, String json) {
      changes.add(new Put(kind, id, owner, name, 0, json));
      return this;
    }

    /** Replaces the body of a record that must still be as it was read. */
    public Builder update(StoredRecord read, String json) {
      return update(read, read.name(), json);
    }

    /** Replaces the name and the body of a record that must still be as it was read. */
    public Builder update(StoredRecord read, Optional<String> name, String json) {
      changes.add(new Put(read.kind(), read.id(), read.owner(), name, read.version(), json));
      return this;
    }

    /** Removes a record that must still be as it was read. */
    public Builder delete(StoredRecord read) {
      changes.add(new Delete(read.kind(), read.id(), read.version()));
      return this;
    }

    /** Makes the commit depend on a lease. */
    public Builder underLease(Lease held) {
      lease = Optional.of(held);
      return this;
    }

    /** Whether nothing was added. */
    public boolean isEmpty() {
      return changes.isEmpty();
    }

    /** The commit. */
    public Commit build() {
      return new Commit(actor, changes, lease);
    }
  }
}
