package dev.dynogrid.core.store;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.Arguments;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Apps, domains and releases: the typed view of the state store.
 *
 * <p>Each change is one commit and durable on return. Whatever changes something of an app writes
 * the app's record too, so that changes of one app never pass each other, whoever makes them. Apps
 * and their current releases are kept in memory, so that reading them costs nothing; older releases
 * are read when they are asked for. Safe for use by many threads. Every method that is given the id
 * of an app throws {@code NOT_FOUND} if there is none, unless it says otherwise.
 */
public final class Ledger {
  private static final String PLATFORM = "platform";

  private final StateStore store;
  private final Supplier<UUID> ids;
  private final AppEntries apps;
  private final DomainRecords domains;
  private final ReleaseRecords releases;
  private final SealedConfig config;
  private final Map<AppId, Release> current = new ConcurrentHashMap<>();
  private volatile @Nullable UUID platformId;

  /**
   * A ledger that has read nothing yet.
   *
   * @param store open at {@link #load}
   * @param cipher for config vars
   * @param ids for domains, and for the platform
   */
  public Ledger(StateStore store, ConfigCipher cipher, Supplier<UUID> ids) {
    this.store = store;
    this.ids = ids;
    this.config = new SealedConfig(cipher);
    this.apps = new AppEntries(store, new AppRecords(config));
    this.domains = new DomainRecords(store, ids);
    this.releases = new ReleaseRecords(config);
  }

  /**
   * An app as the platform sees it.
   *
   * @param app the app
   * @param configVars what its next release gets unless they are changed
   * @param lastVersion the number of the newest release, failed ones included; 0 before the first
   * @param recordVersion the version of the app's record
   */
  public record AppEntry(App app, ConfigVars configVars, int lastVersion, long recordVersion) {
    AppEntry named(AppName name) {
      return with(
          name, app.formation(), app.domains(), app.maintenance(), app.buildpacks(), idleAfter());
    }

    AppEntry formed(Formation formation) {
      return with(
          app.name(), formation, app.domains(), app.maintenance(), app.buildpacks(), idleAfter());
    }

    AppEntry at(Set<String> domains) {
      return with(
          app.name(), app.formation(), domains, app.maintenance(), app.buildpacks(), idleAfter());
    }

    AppEntry maintained(boolean on) {
      return with(app.name(), app.formation(), app.domains(), on, app.buildpacks(), idleAfter());
    }

    AppEntry compiledBy(List<String> buildpacks) {
      return with(
          app.name(), app.formation(), app.domains(), app.maintenance(), buildpacks, idleAfter());
    }

    AppEntry idlingAfter(Optional<Duration> after) {
      return with(
          app.name(), app.formation(), app.domains(), app.maintenance(), app.buildpacks(), after);
    }

    private Optional<Duration> idleAfter() {
      return app.idleAfter();
    }

    private AppEntry with(
        AppName name,
        Formation formation,
        Set<String> domains,
        boolean maintenance,
        List<String> buildpacks,
        Optional<Duration> idleAfter) {
      App changed =
          new App(
              app.id(),
              name,
              formation,
              domains,
              maintenance,
              buildpacks,
              idleAfter,
              app.currentRelease(),
              app.createdAt());
      return new AppEntry(changed, configVars, lastVersion, recordVersion);
    }

    AppEntry configured(ConfigVars vars) {
      return new AppEntry(app, vars, lastVersion, recordVersion);
    }

    AppEntry running(Release release) {
      App changed =
          new App(
              app.id(),
              app.name(),
              app.formation(),
              app.domains(),
              app.maintenance(),
              app.buildpacks(),
              app.idleAfter(),
              Optional.of(release.id()),
              app.createdAt());
      return new AppEntry(changed, release.configVars(), lastVersion, recordVersion);
    }

    AppEntry atRelease(int version) {
      return new AppEntry(app, configVars, version, recordVersion);
    }

    AppEntry atRecord(long version) {
      return new AppEntry(app, configVars, lastVersion, version);
    }
  }

  /** Reads all apps. To be called once, before everything else. */
  public void load() {
    apps.load();
    platformId = readPlatformId();
  }

  private UUID readPlatformId() {
    Optional<StoredRecord> found = store.find(PLATFORM, PLATFORM);
    return found.isPresent() ? found.get().id() : makePlatformId();
  }

  /** Another control plane may be faster; the name is unique. */
  private UUID makePlatformId() {
    UUID made = ids.get();
    String body = new JsonBody().with("format", 1).json();
    try {
      store.commit(
          Commit.by(Actor.PLATFORM)
              .create(PLATFORM, made, Optional.empty(), Optional.of(PLATFORM), body)
              .build());
      return made;
    } catch (ConflictException e) {
      return store.find(PLATFORM, PLATFORM).orElseThrow(() -> e).id();
    }
  }

  /** The identity of the platform whose state this is, made when the store was new. */
  public UUID platformId() {
    UUID known = platformId;
    if (known == null) {
      throw new DynogridException(ErrorCode.NOT_RUNNING, "the ledger has not been read yet");
    }
    return known;
  }

  /** All apps, in no order. */
  public List<AppEntry> apps() {
    return apps.all();
  }

  /** The app of that name. */
  public Optional<AppEntry> find(AppName name) {
    return apps.find(name);
  }

  /** The app, if there is one. */
  public Optional<AppEntry> lookUp(AppId app) {
    return apps.get(app);
  }

  /** The app. */
  public AppEntry get(AppId app) {
    return lookUp(app).orElseThrow(() -> AppEntries.noSuch(app));
  }

  /** Creates an app with {@code web=1}; {@code CONFLICT} if the name is taken. */
  public App create(AppId id, AppName name, Actor actor) {
    try {
      return apps.create(id, name, actor).app();
    } catch (ConflictException e) {
      throw e.nameTaken() ? taken(name, e) : e;
    }
  }

  /** Gives an app another name; {@code CONFLICT} if it is taken. */
  public App rename(AppId app, AppName name, Actor actor) {
    try {
      return apps.change(app, actor, (before, also) -> before.named(name)).app();
    } catch (ConflictException e) {
      throw e.nameTaken() ? taken(name, e) : e;
    }
  }

  private static DynogridException taken(AppName name, ConflictException cause) {
    return new DynogridException(
        ErrorCode.CONFLICT, "app name " + name + " is taken (choose another)", cause);
  }

  /** Turns maintenance mode on or off. */
  public App setMaintenance(AppId app, boolean on, Actor actor) {
    return apps.change(app, actor, (before, also) -> before.maintained(on)).app();
  }

  /** Says what compiles an app; nobody checks here whether it is there. */
  public App setBuildpacks(AppId app, List<String> buildpacks, Actor actor) {
    return apps.change(app, actor, (before, also) -> before.compiledBy(buildpacks)).app();
  }

  /** Says when an app idles. */
  public App setIdleAfter(AppId app, Optional<Duration> after, Actor actor) {
    return apps.change(app, actor, (before, also) -> before.idlingAfter(after)).app();
  }

  /**
   * Changes a formation.
   *
   * @param change called with the formation as it is; again if it changes meanwhile
   */
  public App setFormation(AppId app, UnaryOperator<Formation> change, Actor actor) {
    return apps.change(
            app, actor, (before, also) -> before.formed(change.apply(before.app().formation())))
        .app();
  }

  /**
   * Sets config vars; {@code CONFLICT} if the app has a current release, since then releases do.
   */
  public AppEntry setConfigWithoutRelease(AppId app, ConfigVars vars, Actor actor) {
    return apps.change(
        app,
        actor,
        (before, also) -> {
          if (before.app().currentRelease().isPresent()) {
            throw new DynogridException(
                ErrorCode.CONFLICT,
                "app " + before.app().name() + " was deployed meanwhile (change its config again)");
          }
          return before.configured(vars);
        });
  }

  /** Adds a host name; {@code CONFLICT} if an app has it, be it this one. */
  public App addDomain(AppId app, String hostName, Actor actor) {
    try {
      return apps.change(app, actor, (before, also) -> domains.add(before, hostName, also)).app();
    } catch (ConflictException e) {
      throw e.nameTaken() ? domains.taken(hostName, apps, e) : e;
    }
  }

  /** Removes a host name; {@code NOT_FOUND} if the app has it not. */
  public App removeDomain(AppId app, String hostName, Actor actor) {
    return apps.change(app, actor, (before, also) -> domains.remove(before, hostName, also)).app();
  }

  /** Removes an app, its releases and its domains. */
  public void destroy(AppId app, Actor actor) {
    apps.remove(
        app,
        actor,
        (before, also) -> {
          for (String kind : List.of(ReleaseRecords.KIND, DomainRecords.KIND)) {
            for (StoredRecord owned : store.listOwned(kind, app.value())) {
              also.add(new Commit.Delete(kind, owned.id(), owned.version()));
            }
          }
          return before;
        });
    current.remove(app);
    config.forget(app);
  }

  /** The number that the next release of an app gets. */
  public int nextVersion(AppId app) {
    return get(app).lastVersion() + 1;
  }

  /**
   * Appends a release. If it succeeded, it becomes the app's current one, and its config vars the
   * app's.
   *
   * @param release decided, with the {@linkplain #nextVersion next} number; {@code CONFLICT} if
   *     that number is taken meanwhile
   */
  public Release decide(Release release) {
    Arguments.check(
        release.status() != ReleaseStatus.PENDING, "release", release.status(), "a decided one");
    AppEntry after =
        apps.change(
            release.app(), release.createdBy(), (before, also) -> append(before, release, also));
    if (after.app().currentRelease().equals(Optional.of(release.id()))) {
      current.put(release.app(), release);
    }
    return release;
  }

  private AppEntry append(AppEntry before, Release release, List<Commit.Change> also) {
    if (release.version() != before.lastVersion() + 1) {
      throw new DynogridException(
          ErrorCode.CONFLICT,
          "app "
              + before.app().name()
              + " has a release v"
              + before.lastVersion()
              + " already, and "
              + release.label()
              + " was to be the next (deploy again)");
    }
    also.add(releases.put(release));
    AppEntry numbered = before.atRelease(release.version());
    return release.status() == ReleaseStatus.SUCCEEDED ? numbered.running(release) : numbered;
  }

  /** All releases of an app, newest first, failed ones included; empty if there is no such app. */
  public List<Release> releases(AppId app) {
    List<Release> newestFirst = new ArrayList<>();
    for (StoredRecord record : store.listOwned(ReleaseRecords.KIND, app.value())) {
      newestFirst.add(releases.read(record));
    }
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  /** The release, if there is one. */
  public Optional<Release> release(ReleaseId id) {
    return store.get(ReleaseRecords.KIND, id.value()).map(releases::read);
  }

  /** The newest succeeded release; empty before the first, and if there is no such app. */
  public Optional<Release> currentRelease(AppId app) {
    Optional<ReleaseId> id = currentId(app);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Release known = current.get(app);
    if (known != null && known.id().equals(id.get())) {
      return Optional.of(known);
    }
    Optional<Release> read = release(id.get());
    read.ifPresent(release -> current.put(app, release));
    if (read.isEmpty() && currentId(app).equals(id)) {
      throw new DynogridException(
          ErrorCode.CORRUPT, "release " + id.get() + ", the current one of its app, is missing");
    }
    return read;
  }

  private Optional<ReleaseId> currentId(AppId app) {
    return lookUp(app).flatMap(entry -> entry.app().currentRelease());
  }
}
