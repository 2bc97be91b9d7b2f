package dev.dynogrid.core.store;

import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.ConfigVars;
import dev.dynogrid.api.model.Formation;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.StoredRecord;
import dev.dynogrid.core.store.Ledger.AppEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Apps as records, without their domains, which are records of their own. */
final class AppRecords {
  static final String KIND = "app";
  private static final int FORMAT = 1;

  private final SealedConfig config;

  AppRecords(SealedConfig config) {
    this.config = config;
  }

  /** The first write of an app: {@code web=1}, and nothing else. The store says when that was. */
  Commit.Put first(AppId id, AppName name) {
    App app =
        new App(
            id,
            name,
            Formation.INITIAL,
            Set.of(),
            false,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Instant.EPOCH);
    return put(new AppEntry(app, ConfigVars.EMPTY, 0, 0));
  }

  /** The write of an entry over the version that it was made from. */
  Commit.Put put(AppEntry entry) {
    App app = entry.app();
    return new Commit.Put(
        KIND,
        app.id().value(),
        Optional.empty(),
        Optional.of(app.name().value()),
        entry.recordVersion(),
        body(entry).json());
  }

  private JsonBody body(AppEntry entry) {
    App app = entry.app();
    JsonBody formation = new JsonBody();
    app.formation().counts().forEach((type, count) -> formation.with(type.value(), count));
    return new JsonBody()
        .with("format", FORMAT)
        .with("formation", formation)
        .with("maintenance", app.maintenance())
        .with("buildpacks", JsonBody.ofTexts(numbered(app.buildpacks())))
        .withAny("idleAfter", app.idleAfter().map(Duration::toString))
        .withAny("current", app.currentRelease().map(ReleaseId::toString))
        .with("last", entry.lastVersion())
        .withAny("config", config.seal(entry.configVars(), app.id()));
  }

  AppEntry read(StoredRecord record, Set<String> domains) {
    return Unreadable.reading(record, body -> read(record, body, domains));
  }

  private AppEntry read(StoredRecord record, JsonBody body, Set<String> domains) {
    AppId id = new AppId(record.id());
    App app =
        new App(
            id,
            new AppName(record.name().orElse("")),
            formation(body.object("formation")),
            domains,
            body.flag("maintenance"),
            buildpacks(body),
            body.anyText("idleAfter").map(Duration::parse),
            body.anyText("current").map(ReleaseId::parse),
            record.createdAt());
    return new AppEntry(
        app, config.open(body.anyText("config"), id), body.integer("last"), record.version());
  }

  private static Map<String, String> numbered(List<String> texts) {
    Map<String, String> numbered = new LinkedHashMap<>();
    texts.forEach(text -> numbered.put(Integer.toString(numbered.size()), text));
    return numbered;
  }

  /** Records from before apps had buildpacks lack the field. */
  private static List<String> buildpacks(JsonBody body) {
    return body.anyObject("buildpacks")
        .map(numbered -> List.copyOf(numbered.texts().values()))
        .orElse(List.of());
  }

  private static Formation formation(JsonBody counts) {
    return new Formation(counts.map(ProcessType::new, counts::integer));
  }
}
