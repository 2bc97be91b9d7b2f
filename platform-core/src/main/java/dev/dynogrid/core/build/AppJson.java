package dev.dynogrid.core.build;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.model.HealthCheck;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an app says of itself in {@code app.json}: {@code healthchecks.web}, the first that fits,
 * and {@code buildpacks}.
 */
final class AppJson {
  private static final String NAME = "app.json";

  private AppJson() {}

  static HealthCheck healthCheck(Path app) throws IOException {
    return read(
            app,
            json ->
                member(json, "healthchecks")
                    .flatMap(checks -> member(checks, "web"))
                    .filter(JsonElement::isJsonArray)
                    .map(JsonElement::getAsJsonArray)
                    .flatMap(AppJson::first))
        .orElse(HealthCheck.ROOT);
  }

  private static <T> Optional<T> read(Path app, Function<JsonElement, Optional<T>> part)
      throws IOException {
    Path file = app.resolve(NAME);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return part.apply(JsonParser.parseString(Files.readString(file)));
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | IllegalArgumentException
        | MalformedInputException e) {
      throw new BuildFailedException("app.json: " + e.getMessage(), e);
    }
  }

  /** The {@code url}s of {@code buildpacks}, in their order. */
  static List<String> buildpacks(Path app) throws IOException {
    return read(
            app,
            json ->
                member(json, "buildpacks")
                    .map(JsonElement::getAsJsonArray)
                    .map(JsonArray::asList)
                    .map(
                        entries ->
                            entries.stream()
                                .flatMap(entry -> member(entry, "url").stream())
                                .map(JsonElement::getAsString)
                                .toList()))
        .orElse(List.of());
  }

  private static Optional<HealthCheck> first(JsonArray checks) {
    for (JsonElement check : checks) {
      Optional<JsonElement> listening = member(check, "listening");
      Optional<JsonElement> path = member(check, "path");
      if (listening.isPresent() && listening.get().getAsBoolean()) {
        return Optional.of(HealthCheck.LISTENING);
      } else if (path.isPresent()) {
        return Optional.of(HealthCheck.path(path.get().getAsString()));
      }
    }
    return Optional.empty();
  }

  private static Optional<JsonElement> member(JsonElement json, String name) {
    return json instanceof JsonObject object
        ? Optional.ofNullable(object.get(name))
        : Optional.empty();
  }
}
