package dev.dynogrid.api.store;

import dev.dynogrid.api.model.Actor;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A record as it is stored.
 *
 * @param kind {@code app}, {@code release}, …
 * @param id unique within its kind
 * @param owner the record that this one belongs to, such as a release's app
 * @param name unique within its kind; empty if records of this kind have none
 * @param version 1 at first, then one more with each change
 * @param json the body, a JSON object
 * @param createdAt when it was first committed
 * @param updatedAt when it was last committed
 * @param updatedBy who asked for the last change
 */
public record StoredRecord(
    String kind,
    UUID id,
    Optional<UUID> owner,
    Optional<String> name,
    long version,
    String json,
    Instant createdAt,
    Instant updatedAt,
    Actor updatedBy) {
  /** Checks that all parts are there. */
  public StoredRecord {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(updatedAt, "updatedAt");
    Objects.requireNonNull(updatedBy, "updatedBy");
  }

  /** Without the body, which may hold secrets. */
  @Override
  public String toString() {
    return kind + " " + id + name.map(n -> " (" + n + ")").orElse("") + " version " + version;
  }
}
