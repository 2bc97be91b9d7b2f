package dev.dynogrid.core.store;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.HealthCheck;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.model.ReleaseStatus;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.api.model.SlugId;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.StoredRecord;
import java.time.Instant;
import java.util.Optional;

/** Releases as records, which are written once. */
final class ReleaseRecords {
  static final String KIND = "release";
  private static final int FORMAT = 1;

  private final SealedConfig config;

  ReleaseRecords(SealedConfig config) {
    this.config = config;
  }

  Commit.Put put(Release release) {
    return new Commit.Put(
        KIND,
        release.id().value(),
        Optional.of(release.app().value()),
        Optional.empty(),
        0,
        body(release).json());
  }

  private JsonBody body(Release release) {
    return new JsonBody()
        .with("format", FORMAT)
        .with("version", release.version())
        .with("status", release.status().name())
        .with("slug", body(release.slug()))
        .withAny("config", config.seal(release.configVars(), release.app()))
        .with("description", release.description())
        .withAny("commit", release.commit())
        .withAny("ref", release.ref())
        .withAny("failure", release.failure())
        .with("createdAt", release.createdAt().toString())
        .with("createdBy", release.createdBy().name());
  }

  private static JsonBody body(Slug slug) {
    JsonBody processTypes = new JsonBody();
    slug.processTypes().forEach((type, command) -> processTypes.with(type.value(), command));
    return new JsonBody()
        .with("id", slug.id().sha256())
        .with("bytes", slug.bytes())
        .with("language", slug.language())
        .with("stack", slug.stack())
        .with("appDirectory", slug.appDirectory())
        .with("processTypes", processTypes)
        .with("environment", JsonBody.ofTexts(slug.environment()))
        .with("healthPath", slug.health().path())
        .with("listeningOnly", slug.health().listeningOnly())
        .with("inputs", slug.inputs());
  }

  Release read(StoredRecord record) {
    return Unreadable.reading(record, body -> read(record, body));
  }

  private Release read(StoredRecord record, JsonBody body) {
    AppId app =
        new AppId(
            record.owner().orElseThrow(() -> new JsonBody.UnreadableException("it has no owner")));
    return new Release(
        new ReleaseId(record.id()),
        app,
        body.integer("version"),
        ReleaseStatus.valueOf(body.text("status")),
        slug(body.object("slug")),
        config.open(body.anyText("config"), app),
        body.text("description"),
        body.anyText("commit"),
        body.anyText("ref"),
        body.anyText("failure"),
        Instant.parse(body.text("createdAt")),
        new Actor(body.text("createdBy")));
  }

  private static Slug slug(JsonBody body) {
    JsonBody processTypes = body.object("processTypes");
    return new Slug(
        new SlugId(body.text("id")),
        body.number("bytes"),
        body.text("language"),
        body.text("stack"),
        body.text("appDirectory"),
        processTypes.map(ProcessType::new, processTypes::text),
        body.object("environment").texts(),
        new HealthCheck(body.text("healthPath"), body.flag("listeningOnly")),
        body.text("inputs"));
  }
}
