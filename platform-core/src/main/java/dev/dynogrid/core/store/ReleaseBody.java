package dev.dynogrid.core.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.HealthCheck;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.model.ReleaseStatus;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.api.model.SlugId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The body of a release's record. */
final class ReleaseBody {
  private static final int FORMAT = 1;

  private ReleaseBody() {}

  static String toJson(Release release, ConfigCipher cipher) {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.addProperty("app", release.app().toString());
    json.addProperty("version", release.version());
    json.addProperty("status", release.status().name());
    json.add("slug", slug(release.slug()));
    json.addProperty(
        "config", SealedConfig.seal(release.configVars(), cipher, release.id().toString()));
    json.addProperty("description", release.description());
    release.commit().ifPresent(commit -> json.addProperty("commit", commit));
    release.ref().ifPresent(ref -> json.addProperty("ref", ref));
    release.failure().ifPresent(failure -> json.addProperty("failure", failure));
    json.addProperty("createdAt", release.createdAt().toString());
    json.addProperty("createdBy", release.createdBy().name());
    return json.toString();
  }

  private static JsonObject slug(Slug slug) {
    JsonObject json = new JsonObject();
    json.addProperty("id", slug.id().sha256());
    json.addProperty("bytes", slug.bytes());
    json.addProperty("language", slug.language());
    json.addProperty("stack", slug.stack());
    json.addProperty("appDirectory", slug.appDirectory());
    JsonObject types = new JsonObject();
    slug.processTypes().forEach((type, command) -> types.addProperty(type.value(), command));
    json.add("processTypes", types);
    JsonObject environment = new JsonObject();
    slug.environment().forEach(environment::addProperty);
    json.add("environment", environment);
    json.addProperty("healthPath", slug.health().path());
    json.addProperty("listeningOnly", slug.health().listeningOnly());
    json.addProperty("inputs", slug.inputs());
    return json;
  }

  static Release parse(ReleaseId id, String text, ConfigCipher cipher) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    return new Release(
        id,
        AppId.parse(json.get("app").getAsString()),
        json.get("version").getAsInt(),
        ReleaseStatus.valueOf(json.get("status").getAsString()),
        slug(json.getAsJsonObject("slug")),
        SealedConfig.open(json.get("config").getAsString(), cipher, id.toString()),
        json.get("description").getAsString(),
        optional(json, "commit"),
        optional(json, "ref"),
        optional(json, "failure"),
        Instant.parse(json.get("createdAt").getAsString()),
        new Actor(json.get("createdBy").getAsString()));
  }

  private static Slug slug(JsonObject json) {
    Map<ProcessType, String> types = new HashMap<>();
    texts(json, "processTypes").forEach((type, line) -> types.put(new ProcessType(type), line));
    return new Slug(
        new SlugId(json.get("id").getAsString()),
        json.get("bytes").getAsLong(),
        json.get("language").getAsString(),
        json.get("stack").getAsString(),
        json.get("appDirectory").getAsString(),
        types,
        texts(json, "environment"),
        new HealthCheck(
            json.get("healthPath").getAsString(), json.get("listeningOnly").getAsBoolean()),
        json.get("inputs").getAsString());
  }

  private static Map<String, String> texts(JsonObject json, String name) {
    Map<String, String> all = new HashMap<>();
    for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject(name).entrySet()) {
      all.put(entry.getKey(), entry.getValue().getAsString());
    }
    return all;
  }

  private static Optional<String> optional(JsonObject json, String name) {
    return json.has(name) ? Optional.of(json.get(name).getAsString()) : Optional.empty();
  }
}
