package dev.dynogrid.core.store;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.ConfigVars;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.Formation;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.model.ReleaseStatus;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.ConflictException;
import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.api.store.StoredRecord;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Apps and their releases: what is wanted, and how it came to be. Every method that changes
 * something is one commit, durable when it returns. Apps and their current releases are kept in
 * memory; older releases are read when they are asked for.
 */
public final class Ledger {
  private static final int TRIES = 20;

  private final Map<AppId, AppEntry> entries = new ConcurrentHashMap<>();
  private final Map<AppId, Release> currentReleases = new ConcurrentHashMap<>();
  private final StateStore store;
  private final ConfigCipher cipher;
  private final Supplier<UUID> ids;

  /**
   * An app with what of it is not for everybody.
   *
   * @param app the app
   * @param configVars in effect
   * @param lastVersion the number of the last release, failed ones included; 0 before the first
   * @param record what is stored, for the next change
   */
  public record AppEntry(App app, ConfigVars configVars, int lastVersion, StoredRecord record) {}

  /** A ledger over a store that is opened by the time of {@link #load}. */
  public Ledger(StateStore store, ConfigCipher cipher, Supplier<UUID> ids) {
    this.store = store;
    this.cipher = cipher;
    this.ids = ids;
  }

  /** Reads what is kept in memory. */
  public void load() {
    Map<UUID, Set<String>> domains = new HashMap<>();
    for (StoredRecord domain : store.list(RecordKind.DOMAIN)) {
      domain
          .owner()
          .ifPresent(
              app ->
                  domains
                      .computeIfAbsent(app, owner -> new HashSet<>())
                      .add(domain.name().orElseThrow()));
    }
    for (StoredRecord record : store.list(RecordKind.APP)) {
      AppEntry entry = entry(record, domains.getOrDefault(record.id(), Set.of()));
      entries.put(entry.app().id(), entry);
      entry
          .app()
          .currentRelease()
          .flatMap(this::release)
          .ifPresent(release -> currentReleases.put(entry.app().id(), release));
    }
  }

  private AppEntry entry(StoredRecord record, Set<String> domains) {
    AppBody body = AppBody.parse(record.json(), cipher, record.id().toString());
    App app =
        new App(
            new AppId(record.id()),
            new AppName(record.name().orElseThrow()),
            body.formation(),
            domains,
            body.maintenance(),
            body.currentRelease(),
            record.createdAt());
    return new AppEntry(app, body.configVars(), body.lastVersion(), record);
  }

  /** The identity of the platform that this store belongs to, made at first. */
  public UUID platformId() {
    Optional<StoredRecord> known = store.list(RecordKind.PLATFORM).stream().findFirst();
    if (known.isPresent()) {
      return known.get().id();
    }
    UUID id = ids.get();
    store.commit(
        Commit.by(Actor.PLATFORM)
            .create(RecordKind.PLATFORM, id, Optional.empty(), Optional.of("platform"), "{}")
            .build());
    return id;
  }

  /** All apps, in no order. */
  public List<AppEntry> apps() {
    return List.copyOf(entries.values());
  }

  /** The app of that name. */
  public Optional<AppEntry> find(AppName name) {
    return entries.values().stream().filter(entry -> entry.app().name().equals(name)).findFirst();
  }

  /** The app; empty if it is gone. */
  public Optional<AppEntry> lookUp(AppId app) {
    return Optional.ofNullable(entries.get(app));
  }

  /** The app; {@code NOT_FOUND} if there is none. */
  public AppEntry get(AppId app) {
    return lookUp(app)
        .orElseThrow(() -> new DynogridException(ErrorCode.NOT_FOUND, "no app with id " + app));
  }

  /** Creates an app; {@code CONFLICT} if the name is taken. */
  public App create(AppId id, AppName name, Actor actor) {
    String json = AppBody.NEW.toJson(cipher, id.toString());
    commitNamed(
        Commit.by(actor)
            .create(RecordKind.APP, id.value(), Optional.empty(), Optional.of(name.value()), json),
        "an app named " + name + " exists already: choose another name");
    return reload(id, Set.of()).app();
  }

  private void commitNamed(Commit.Builder commit, String ifTaken) {
    try {
      store.commit(commit.build());
    } catch (ConflictException e) {
      if (e.nameTaken()) {
        throw new DynogridException(ErrorCode.CONFLICT, ifTaken, e);
      }
      throw e;
    }
  }

  private AppEntry reload(AppId app, Set<String> domains) {
    AppEntry entry =
        store
            .get(RecordKind.APP, app.value())
            .map(record -> entry(record, domains))
            .orElseThrow(() -> new DynogridException(ErrorCode.NOT_FOUND, "no app with id " + app));
    entries.put(app, entry);
    return entry;
  }

  /** Gives an app another name; {@code CONFLICT} if it is taken. */
  public App rename(AppId app, AppName name, Actor actor) {
    return change(
            app,
            (entry, body) ->
                Commit.by(actor)
                    .update(
                        entry.record(),
                        Optional.of(name.value()),
                        body.toJson(cipher, app.toString())),
            "an app named " + name + " exists already: choose another name")
        .app();
  }

  /** Turns the maintenance mode on or off. */
  public App setMaintenance(AppId app, boolean on, Actor actor) {
    return update(app, body -> body.withMaintenance(on), actor);
  }

  /** Changes the formation. */
  public App setFormation(AppId app, UnaryOperator<Formation> change, Actor actor) {
    return update(app, body -> body.with(change.apply(body.formation())), actor);
  }

  /** Changes the config vars of an app that has no release yet. */
  public void setConfigWithoutRelease(AppId app, ConfigVars vars, Actor actor) {
    update(
        app,
        body -> {
          if (body.currentRelease().isPresent()) {
            throw new IllegalStateException("app " + app + " has a release");
          }
          return body.with(vars);
        },
        actor);
  }

  private App update(AppId app, UnaryOperator<AppBody> change, Actor actor) {
    return change(
            app,
            (entry, body) ->
                Commit.by(actor)
                    .update(entry.record(), change.apply(body).toJson(cipher, app.toString())),
            "the name is taken")
        .app();
  }

  /** What to commit for an app as it was read. */
  private interface Change {
    Commit.Builder commit(AppEntry entry, AppBody body);
  }

  /** Somebody else's change in between is no failure: read again, decide again. */
  private AppEntry change(AppId app, Change change, String ifTaken) {
    for (int tried = 1; ; tried++) {
      AppEntry entry = tried == 1 ? get(app) : reload(app, get(app).app().domains());
      AppBody body = AppBody.parse(entry.record().json(), cipher, app.toString());
      try {
        commitNamed(change.commit(entry, body), ifTaken);
        return reload(app, entry.app().domains());
      } catch (ConflictException e) {
        if (tried == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Adds a host name; {@code CONFLICT} if an app has it. */
  public void addDomain(AppId app, String hostName, Actor actor) {
    AppEntry entry = get(app);
    commitNamed(
        Commit.by(actor)
            .create(
                RecordKind.DOMAIN,
                ids.get(),
                Optional.of(app.value()),
                Optional.of(hostName),
                "{}"),
        "host name " + hostName + " is an app's already: remove it there first");
    Set<String> domains = new HashSet<>(entry.app().domains());
    domains.add(hostName);
    reload(app, domains);
  }

  /** Removes a host name; {@code NOT_FOUND} if the app has it not. */
  public void removeDomain(AppId app, String hostName, Actor actor) {
    AppEntry entry = get(app);
    StoredRecord domain =
        store
            .find(RecordKind.DOMAIN, hostName)
            .filter(record -> record.owner().equals(Optional.of(app.value())))
            .orElseThrow(
                () ->
                    new DynogridException(
                        ErrorCode.NOT_FOUND,
                        "app " + entry.app().name() + " has no host name " + hostName));
    store.commit(Commit.by(actor).delete(domain).build());
    Set<String> domains = new HashSet<>(entry.app().domains());
    domains.remove(hostName);
    reload(app, domains);
  }

  /** Removes an app with all its releases and host names. */
  public void destroy(AppId app, Actor actor) {
    AppEntry entry = get(app);
    Commit.Builder commit = Commit.by(actor);
    store.listOwned(RecordKind.RELEASE, app.value()).forEach(commit::delete);
    store.listOwned(RecordKind.DOMAIN, app.value()).forEach(commit::delete);
    store.commit(commit.delete(entry.record()).build());
    entries.remove(app);
    currentReleases.remove(app);
  }

  /**
   * Decides a release, in one commit: it joins the ledger, and, if it succeeded, becomes the app's
   * current one, and its config vars the app's.
   *
   * @throws ConflictException if its version is not the next one
   */
  public void decide(Release release) {
    AppId app = release.app();
    change(
        app,
        (entry, body) -> {
          if (release.version() != body.lastVersion() + 1) {
            throw new DynogridException(
                ErrorCode.CONFLICT,
                "release "
                    + release.label()
                    + " of "
                    + entry.app().name()
                    + " is not the next one (expected: v"
                    + (body.lastVersion() + 1)
                    + ")");
          }
          AppBody next = body.withVersion(release.version());
          if (release.status() == ReleaseStatus.SUCCEEDED) {
            next = next.withCurrent(release.id()).with(release.configVars());
          }
          return Commit.by(release.createdBy())
              .create(
                  RecordKind.RELEASE,
                  release.id().value(),
                  Optional.of(app.value()),
                  Optional.empty(),
                  ReleaseBody.toJson(release, cipher))
              .update(entry.record(), next.toJson(cipher, app.toString()));
        },
        "the name is taken");
    if (release.status() == ReleaseStatus.SUCCEEDED) {
      currentReleases.put(app, release);
    }
  }

  /** All releases of an app, newest first. */
  public List<Release> releases(AppId app) {
    return store.listOwned(RecordKind.RELEASE, app.value()).stream()
        .map(this::parse)
        .sorted(Comparator.comparingInt(Release::version).reversed())
        .toList();
  }

  /** One release. */
  public Optional<Release> release(ReleaseId id) {
    return store.get(RecordKind.RELEASE, id.value()).map(this::parse);
  }

  private Release parse(StoredRecord record) {
    return ReleaseBody.parse(new ReleaseId(record.id()), record.json(), cipher);
  }

  /** The newest succeeded release of an app. */
  public Optional<Release> currentRelease(AppId app) {
    return Optional.ofNullable(currentReleases.get(app));
  }
}
