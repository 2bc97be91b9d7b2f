package dev.dynogrid.api.build;

import dev.dynogrid.api.model.Arguments;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The ground that slugs are compiled for and run on.
 *
 * @param name such as {@code local-linux-amd64}; a slug runs on the stack of this name only
 * @param appDirectory the one path at which every app sees itself ({@code /app}); empty if the
 *     stack cannot give all apps the same path, so that each is compiled where it will run
 */
public record Stack(String name, Optional<Path> appDirectory) {
  /** Checks the parts. */
  public Stack {
    Objects.requireNonNull(appDirectory, "appDirectory");
    Arguments.check(!name.isBlank(), "stack", name, "a name");
  }
}
