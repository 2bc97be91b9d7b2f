package dev.dynogrid.api.build;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.model.BuildId;
import dev.dynogrid.api.model.ConfigVars;
import dev.dynogrid.api.model.Slug;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What to compile.
 *
 * @param build the identity of this run
 * @param app whose source it is
 * @param appName its name, for people
 * @param source the source
 * @param configVars given to buildpacks, one environment variable or file each
 * @param buildpacks what its owner wants it to be compiled by, in this order; empty if the compiler
 *     chooses
 * @param stack the stack that the slug must run on
 * @param workspace an empty directory for this build alone; an app on a stack without a fixed app
 *     directory is compiled in a folder of it, and stays there for its dynos
 * @param cache a directory that is kept from one build of the app to the next
 * @param previous slugs of the app that need not be compiled again if their inputs are the same
 * @param timeLimit how long the build may take
 * @param sizeLimit how large the uncompressed slug may be, in bytes
 */
public record CompileRequest(
    BuildId build,
    AppId app,
    AppName appName,
    SourceTree source,
    ConfigVars configVars,
    List<String> buildpacks,
    Stack stack,
    Path workspace,
    Path cache,
    List<Slug> previous,
    Duration timeLimit,
    long sizeLimit) {
  /** Build time at most, unless the platform's owner says otherwise. */
  public static final Duration DEFAULT_TIME_LIMIT = Duration.ofMinutes(15);

  /** Slug size at most, in bytes, unless the platform's owner says otherwise: 500 MB. */
  public static final long DEFAULT_SIZE_LIMIT = 500L * 1024 * 1024;

  /** Checks the parts. */
  public CompileRequest {
    Objects.requireNonNull(build, "build");
    Objects.requireNonNull(app, "app");
    Objects.requireNonNull(appName, "appName");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(configVars, "configVars");
    Objects.requireNonNull(stack, "stack");
    Arguments.check(workspace.isAbsolute(), "workspace", workspace, "an absolute path");
    Arguments.check(cache.isAbsolute(), "cache", cache, "an absolute path");
    Arguments.check(timeLimit.toMillis() > 0, "time limit", timeLimit, "more than 0");
    Arguments.check(sizeLimit > 0, "size limit", sizeLimit, "more than 0 bytes");
    buildpacks = List.copyOf(buildpacks);
    previous = List.copyOf(previous);
  }
}
