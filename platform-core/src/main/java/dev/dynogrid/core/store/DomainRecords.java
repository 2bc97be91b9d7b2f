package dev.dynogrid.core.store;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.ConflictException;
import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.api.store.StoredRecord;
import dev.dynogrid.core.store.Ledger.AppEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Added host names as records: the store sees to it that a name belongs to one app. */
final class DomainRecords {
  static final String KIND = "domain";
  private static final String BODY = new JsonBody().with("format", 1).json();

  private final StateStore store;
  private final Supplier<UUID> ids;

  DomainRecords(StateStore store, Supplier<UUID> ids) {
    this.store = store;
    this.ids = ids;
  }

  AppEntry add(AppEntry before, String hostName, List<Commit.Change> also) {
    Optional<UUID> owner = Optional.of(before.app().id().value());
    also.add(new Commit.Put(KIND, ids.get(), owner, Optional.of(hostName), 0, BODY));
    Set<String> domains = new HashSet<>(before.app().domains());
    domains.add(hostName);
    return before.at(domains);
  }

  AppEntry remove(AppEntry before, String hostName, List<Commit.Change> also) {
    UUID owner = before.app().id().value();
    StoredRecord record =
        store
            .find(KIND, hostName)
            .filter(found -> found.owner().equals(Optional.of(owner)))
            .orElseThrow(
                () ->
                    new DynogridException(
                        ErrorCode.NOT_FOUND,
                        "app " + before.app().name() + " has no domain " + hostName));
    also.add(new Commit.Delete(KIND, record.id(), record.version()));
    Set<String> domains = new HashSet<>(before.app().domains());
    domains.remove(hostName);
    return before.at(domains);
  }

  /** What a taken name means to the one who wants it. */
  DynogridException taken(String hostName, AppEntries apps, ConflictException cause) {
    String holder =
        store
            .find(KIND, hostName)
            .flatMap(StoredRecord::owner)
            .flatMap(owner -> apps.get(new AppId(owner)))
            .map(entry -> "app " + entry.app().name())
            .orElse("an app");
    return new DynogridException(
        ErrorCode.CONFLICT,
        "domain " + hostName + " is taken: " + holder + " has it (remove it there first)",
        cause);
  }
}
