package dev.dynogrid.core.store;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.ConflictException;
import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.api.store.StoredRecord;
import dev.dynogrid.core.store.Ledger.AppEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All apps in memory, as they are in the store. Reads take no lock; writes go to the store first,
 * one at a time, as the store takes them anyway.
 */
final class AppEntries {
  private static final int ATTEMPTS = 10;

  private final StateStore store;
  private final AppRecords records;
  private final Map<AppId, AppEntry> byId = new ConcurrentHashMap<>();
  private final Map<AppName, AppId> byName = new ConcurrentHashMap<>();
  private final Object writing = new Object();

  AppEntries(StateStore store, AppRecords records) {
    this.store = store;
    this.records = records;
  }

  /** Makes a new entry of one as it is, and names what else is to be written with it. */
  @FunctionalInterface
  interface Change {
    AppEntry of(AppEntry before, List<Commit.Change> also);
  }

  void load() {
    Map<UUID, Set<String>> domains = new HashMap<>();
    for (StoredRecord domain : store.list(DomainRecords.KIND)) {
      domain
          .owner()
          .ifPresent(
              app -> domains.computeIfAbsent(app, a -> new HashSet<>()).addAll(name(domain)));
    }
    for (StoredRecord app : store.list(AppRecords.KIND)) {
      remember(records.read(app, domains.getOrDefault(app.id(), Set.of())));
    }
  }

  private static Set<String> name(StoredRecord domain) {
    return domain.name().map(Set::of).orElse(Set.of());
  }

  List<AppEntry> all() {
    return List.copyOf(byId.values());
  }

  Optional<AppEntry> get(AppId app) {
    return Optional.ofNullable(byId.get(app));
  }

  Optional<AppEntry> find(AppName name) {
    return Optional.ofNullable(byName.get(name))
        .flatMap(this::get)
        .filter(entry -> entry.app().name().equals(name));
  }

  AppEntry create(AppId id, AppName name, Actor actor) {
    synchronized (writing) {
      store.commit(new Commit(actor, List.of(records.first(id, name)), Optional.empty()));
      readAgain(id);
      return existing(id);
    }
  }

  /**
   * Changes an entry, and writes it unless it stays as it was. If somebody else was faster, the
   * change is made anew of what that one left.
   */
  AppEntry change(AppId app, Actor actor, Change change) {
    synchronized (writing) {
      for (int attempt = 1; ; attempt++) {
        AppEntry before = existing(app);
        List<Commit.Change> changes = new ArrayList<>();
        AppEntry after = change.of(before, changes);
        if (after.equals(before) && changes.isEmpty()) {
          return before;
        }
        changes.add(records.put(after));
        if (isCommitted(app, new Commit(actor, changes, Optional.empty()), attempt)) {
          AppEntry written = after.atRecord(before.recordVersion() + 1);
          remember(written);
          return written;
        }
      }
    }
  }

  /** Removes an app and what is named besides. */
  void remove(AppId app, Actor actor, Change also) {
    synchronized (writing) {
      for (int attempt = 1; ; attempt++) {
        AppEntry before = existing(app);
        List<Commit.Change> changes = new ArrayList<>();
        AppEntry last = also.of(before, changes);
        changes.add(new Commit.Delete(AppRecords.KIND, app.value(), last.recordVersion()));
        if (isCommitted(app, new Commit(actor, changes, Optional.empty()), attempt)) {
          forget(before);
          return;
        }
      }
    }
  }

  private AppEntry existing(AppId app) {
    return get(app).orElseThrow(() -> noSuch(app));
  }

  static DynogridException noSuch(AppId app) {
    return new DynogridException(
        ErrorCode.NOT_FOUND, "app " + app + ": there is none (was it destroyed?)");
  }

  private boolean isCommitted(AppId app, Commit commit, int attempt) {
    try {
      store.commit(commit);
      return true;
    } catch (ConflictException e) {
      if (e.nameTaken() || attempt == ATTEMPTS) {
        throw e;
      }
      readAgain(app);
      return false;
    }
  }

  private void readAgain(AppId app) {
    get(app).ifPresent(this::forget);
    Set<String> domains = new HashSet<>();
    store.listOwned(DomainRecords.KIND, app.value()).forEach(d -> domains.addAll(name(d)));
    store
        .get(AppRecords.KIND, app.value())
        .ifPresent(record -> remember(records.read(record, domains)));
  }

  /** The new name is found before the old one is lost. */
  private void remember(AppEntry entry) {
    AppEntry before = byId.put(entry.app().id(), entry);
    byName.put(entry.app().name(), entry.app().id());
    if (before != null && !before.app().name().equals(entry.app().name())) {
      byName.remove(before.app().name(), entry.app().id());
    }
  }

  private void forget(AppEntry entry) {
    byId.remove(entry.app().id());
    byName.remove(entry.app().name(), entry.app().id());
  }
}
