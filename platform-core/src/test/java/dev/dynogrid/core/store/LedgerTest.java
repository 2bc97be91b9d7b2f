package dev.dynogrid.core.store;

import static dev.dynogrid.core.store.StoreErrors.messageOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.ConfigVars;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.Formation;
import dev.dynogrid.api.model.HealthCheck;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.model.ReleaseStatus;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.api.model.SlugId;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.StoredRecord;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerTest {
  private static final Actor ALICE = new Actor("alice");
  private static final AppName HELLO = new AppName("hello");
  private static final ProcessType WORKER = new ProcessType("worker");
  private static final ConfigVars SECRETS = ConfigVars.of(Map.of("A", "s3cret", "B", "\"ü\n"));
  private static final Slug SLUG =
      new Slug(
          new SlugId("ab".repeat(32)),
          5_000_000_000L,
          "Ruby",
          "local",
          "/app",
          Map.of(ProcessType.WEB, "bundle exec puma -p $PORT", WORKER, "rake <\"jobs\">"),
          Map.of("RACK_ENV", "production"),
          HealthCheck.path("/up"),
          "inputs");

  @TempDir Path directory;
  private final AppId app = new AppId(UUID.randomUUID());
  private final AesGcmCipher cipher = new AesGcmCipher(new byte[32], new SecureRandom());
  private SqliteStateStore store;
  private Ledger ledger;

  @BeforeEach
  void open() {
    store = new SqliteStateStore(directory.resolve("state.db"), Clock.systemUTC());
    store.open();
    ledger = loaded();
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** As after a restart, or as in another control plane. */
  private Ledger loaded() {
    Ledger loaded = new Ledger(store, cipher, UUID::randomUUID);
    loaded.load();
    return loaded;
  }

  private Release release(int version, ReleaseStatus status, ConfigVars vars) {
    Optional<String> failure =
        status == ReleaseStatus.FAILED ? Optional.of("it exited") : Optional.empty();
    return new Release(
        new ReleaseId(UUID.randomUUID()),
        app,
        version,
        status,
        SLUG,
        vars,
        "Deploy 1a2b3c4",
        Optional.of("1a2b3c4"),
        Optional.of("refs/heads/main"),
        failure,
        Clock.systemUTC().instant(),
        ALICE);
  }

  private Release succeeded(int version) {
    return release(version, ReleaseStatus.SUCCEEDED, SECRETS);
  }

  /** The same apps and releases before and after a restart. */
  private void assertKept() {
    Ledger again = loaded();
    assertThat(again.apps()).containsExactlyInAnyOrderElementsOf(ledger.apps());
    for (Ledger.AppEntry entry : ledger.apps()) {
      AppId id = entry.app().id();
      assertThat(again.find(entry.app().name())).contains(entry);
      assertThat(again.currentRelease(id)).isEqualTo(ledger.currentRelease(id));
      assertThat(again.releases(id)).isEqualTo(ledger.releases(id));
    }
  }

  @Test
  void anAppIsCreatedWithOneWebDynoAndFoundByNameAndId() {
    App created = ledger.create(app, HELLO, ALICE);

    assertThat(created.formation()).isEqualTo(Formation.INITIAL);
    assertThat(created.domains()).isEmpty();
    assertThat(ledger.get(app).app()).isEqualTo(created);
    assertThat(ledger.find(HELLO)).contains(ledger.get(app));
    assertThat(ledger.get(app).lastVersion()).isZero();
    assertThat(ledger.currentRelease(app)).isEmpty();
    assertThat(ledger.nextVersion(app)).isEqualTo(1);
    assertKept();
  }

  @Test
  void aTakenNameIsRefusedForNewAndRenamedApps() {
    AppId second = new AppId(UUID.randomUUID());
    ledger.create(app, HELLO, ALICE);
    messageOf(ErrorCode.CONFLICT, () -> ledger.create(second, HELLO, ALICE))
        .isEqualTo("app name hello is taken (choose another)");
    ledger.create(second, new AppName("other"), ALICE);
    messageOf(ErrorCode.CONFLICT, () -> ledger.rename(second, HELLO, ALICE))
        .isEqualTo("app name hello is taken (choose another)");

    ledger.rename(app, new AppName("hello2"), ALICE);
    ledger.rename(second, HELLO, ALICE);

    assertThat(ledger.find(HELLO).orElseThrow().app().id()).isEqualTo(second);
    assertThat(ledger.find(new AppName("other"))).isEmpty();
    assertKept();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(ledger.lookUp(app)).isEmpty();
    assertThat(ledger.currentRelease(app)).isEmpty();
    assertThat(ledger.releases(app)).isEmpty();
    assertThat(ledger.release(new ReleaseId(app.value()))).isEmpty();
    messageOf(ErrorCode.NOT_FOUND, () -> ledger.get(app)).startsWith("app " + app + ": ");
    messageOf(ErrorCode.NOT_FOUND, () -> ledger.rename(app, HELLO, ALICE)).isNotEmpty();
    messageOf(ErrorCode.NOT_FOUND, () -> ledger.destroy(app, ALICE)).isNotEmpty();
    messageOf(ErrorCode.NOT_FOUND, () -> ledger.decide(succeeded(1))).isNotEmpty();
  }

  @Test
  void maintenanceAndFormationAreKeptAndNothingIsWrittenForNoChange() {
    ledger.create(app, HELLO, ALICE);
    ledger.setMaintenance(app, true, ALICE);
    App changed = ledger.setFormation(app, f -> f.with(Map.of(WORKER, 3)), ALICE);
    assertThat(changed.maintenance()).isTrue();
    assertThat(changed.formation()).hasToString("web=1 worker=3");

    long version = ledger.get(app).recordVersion();
    ledger.setMaintenance(app, true, ALICE);
    assertThat(ledger.get(app).recordVersion()).isEqualTo(version);
    assertKept();
  }

  @Test
  void buildpacksAreKeptInTheirOrderAndOtherChangesLeaveThem() {
    ledger.create(app, HELLO, ALICE);
    List<String> twelve = IntStream.range(0, 12).mapToObj(i -> "/srv/" + (11 - i)).toList();
    assertThat(ledger.setBuildpacks(app, twelve, ALICE).buildpacks()).isEqualTo(twelve);
    ledger.setMaintenance(app, true, ALICE);
    ledger.rename(app, new AppName("other"), ALICE);
    ledger.decide(succeeded(1));
    assertThat(ledger.get(app).app().buildpacks()).isEqualTo(twelve);
    assertKept();
  }

  @Test
  void aDecidedReleaseIsCurrentAndItsConfigIsTheApps() {
    ledger.create(app, HELLO, ALICE);
    Release first = ledger.decide(succeeded(1));

    assertThat(ledger.currentRelease(app)).contains(first);
    assertThat(ledger.get(app).app().currentRelease()).contains(first.id());
    assertThat(ledger.get(app).configVars()).isEqualTo(SECRETS);
    assertThat(ledger.release(first.id())).contains(first);
    assertThat(ledger.nextVersion(app)).isEqualTo(2);
    assertKept();
  }

  @Test
  void aFailedReleaseIsKeptAndTouchesNothing() {
    ledger.create(app, HELLO, ALICE);
    Release first = ledger.decide(succeeded(1));
    Release failed = ledger.decide(release(2, ReleaseStatus.FAILED, ConfigVars.EMPTY));
    Release third = succeeded(3);

    assertThat(ledger.currentRelease(app)).contains(first);
    assertThat(ledger.get(app).configVars()).isEqualTo(SECRETS);
    ledger.decide(third);
    assertThat(ledger.releases(app)).containsExactly(third, failed, first);
    assertKept();
  }

  @Test
  void aNumberIsGivenOnce() {
    ledger.create(app, HELLO, ALICE);
    Release first = ledger.decide(succeeded(1));

    messageOf(ErrorCode.CONFLICT, () -> ledger.decide(succeeded(1)))
        .isEqualTo("app hello has a release v1 already, and v1 was to be the next (deploy again)");
    messageOf(ErrorCode.CONFLICT, () -> ledger.decide(succeeded(3))).contains("v3");
    assertThatThrownBy(() -> ledger.decide(release(2, ReleaseStatus.PENDING, SECRETS)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ledger.releases(app)).containsExactly(first);
  }

  @Test
  void twoControlPlanesDoNotPassEachOther() {
    ledger.create(app, HELLO, ALICE);
    Ledger second = loaded();
    second.setFormation(app, f -> f.with(Map.of(WORKER, 1)), ALICE);
    second.addDomain(app, "www.example.com", ALICE);
    Release theirs = second.decide(succeeded(1));

    ledger.setMaintenance(app, true, ALICE);
    messageOf(ErrorCode.CONFLICT, () -> ledger.decide(succeeded(1))).isNotEmpty();

    assertThat(ledger.currentRelease(app)).contains(theirs);
    App seen = ledger.get(app).app();
    assertThat(seen.formation().count(WORKER)).isEqualTo(1);
    assertThat(seen.domains()).containsExactly("www.example.com");
    assertKept();
    second.destroy(app, ALICE);
    messageOf(ErrorCode.NOT_FOUND, () -> ledger.setMaintenance(app, false, ALICE)).isNotEmpty();
    assertThat(ledger.apps()).isEmpty();
  }

  @Test
  void configBeforeTheFirstReleaseIsKeptAndLaterRefused() {
    ledger.create(app, HELLO, ALICE);
    assertThat(ledger.setConfigWithoutRelease(app, SECRETS, ALICE).configVars()).isEqualTo(SECRETS);
    ledger.decide(release(1, ReleaseStatus.FAILED, SECRETS));
    ledger.setConfigWithoutRelease(app, ConfigVars.EMPTY, ALICE);
    ledger.setConfigWithoutRelease(app, SECRETS, ALICE);
    assertKept();

    ledger.decide(succeeded(2));
    messageOf(
            ErrorCode.CONFLICT, () -> ledger.setConfigWithoutRelease(app, ConfigVars.EMPTY, ALICE))
        .contains("app hello was deployed meanwhile");
  }

  @Test
  void configIsNotReadableInTheStore() {
    ledger.create(app, HELLO, ALICE);
    ledger.setConfigWithoutRelease(app, SECRETS, ALICE);
    ledger.decide(succeeded(1));

    List<StoredRecord> all = new ArrayList<>(store.list("app"));
    all.addAll(store.list("release"));
    assertThat(all).hasSize(2).allSatisfy(r -> assertThat(r.json()).doesNotContain("s3cret"));
  }

  @Test
  void aDomainBelongsToOneApp() {
    AppId second = new AppId(UUID.randomUUID());
    ledger.create(app, HELLO, ALICE);
    ledger.create(second, new AppName("other"), ALICE);
    ledger.addDomain(app, "www.example.com", ALICE);
    ledger.addDomain(app, "example.com", ALICE);
    String taken = "domain www.example.com is taken: app hello has it (remove it there first)";
    messageOf(ErrorCode.CONFLICT, () -> ledger.addDomain(second, "www.example.com", ALICE))
        .isEqualTo(taken);
    messageOf(ErrorCode.CONFLICT, () -> ledger.addDomain(app, "www.example.com", ALICE))
        .isEqualTo(taken);
    messageOf(ErrorCode.NOT_FOUND, () -> ledger.removeDomain(second, "www.example.com", ALICE))
        .isEqualTo("app other has no domain www.example.com");

    ledger.removeDomain(app, "www.example.com", ALICE);
    ledger.addDomain(second, "www.example.com", ALICE);

    assertThat(ledger.get(app).app().domains()).containsExactly("example.com");
    assertThat(ledger.get(second).app().domains()).containsExactly("www.example.com");
    assertKept();
  }

  @Test
  void aDestroyedAppLeavesNothingAndFreesItsNames() {
    ledger.create(app, HELLO, ALICE);
    ledger.addDomain(app, "www.example.com", ALICE);
    ledger.decide(succeeded(1));
    ledger.decide(succeeded(2));
    ledger.destroy(app, ALICE);

    assertThat(ledger.apps()).isEmpty();
    assertThat(ledger.find(HELLO)).isEmpty();
    assertThat(ledger.currentRelease(app)).isEmpty();
    assertThat(store.list("app")).isEmpty();
    assertThat(store.list("release")).isEmpty();
    assertThat(store.list("domain")).isEmpty();
    AppId next = new AppId(UUID.randomUUID());
    ledger.create(next, HELLO, ALICE);
    ledger.addDomain(next, "www.example.com", ALICE);
  }

  @Test
  void thePlatformsIdentityIsMadeOnce() {
    assertThat(loaded().platformId()).isEqualTo(ledger.platformId());
    Ledger unread = new Ledger(store, cipher, UUID::randomUUID);
    messageOf(ErrorCode.NOT_RUNNING, unread::platformId).isNotEmpty();
  }

  @Test
  void whatCannotBeReadIsNamedAndNotShown() {
    store.commit(
        Commit.by(ALICE)
            .create(
                "app", app.value(), Optional.empty(), Optional.of("hello"), "{\"format\": s3cret")
            .build());
    messageOf(ErrorCode.CORRUPT, this::loaded)
        .startsWith("cannot read the stored app " + app + " (hello) version 1: it is not a JSON")
        .doesNotContain("s3cret");

    StoredRecord read = store.get("app", app.value()).orElseThrow();
    store.commit(Commit.by(ALICE).update(read, "{\"formation\":{\"web\":\"s3cret\"}}").build());
    messageOf(ErrorCode.CORRUPT, this::loaded)
        .endsWith("its field web is missing or of another type");
  }

  @Test
  void configUnderAnotherKeyIsToldAtTheStart() {
    ledger.create(app, HELLO, ALICE);
    ledger.setConfigWithoutRelease(app, SECRETS, ALICE);
    byte[] wrong = new byte[32];
    wrong[0] = 1;
    AesGcmCipher other = new AesGcmCipher(wrong, new SecureRandom());

    messageOf(ErrorCode.CORRUPT, () -> new Ledger(store, other, UUID::randomUUID).load())
        .startsWith("cannot decipher the config vars of app " + app);
  }

  @Test
  void manyThreadsChangeOneAppWithoutLosingAChange() throws Exception {
    ledger.create(app, HELLO, ALICE);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        all.add(
            threads.submit(
                () ->
                    ledger.setFormation(
                        app, f -> f.with(Map.of(WORKER, f.count(WORKER) + 1)), ALICE)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(ledger.get(app).app().formation().count(WORKER)).isEqualTo(40);
    assertKept();
  }
}
