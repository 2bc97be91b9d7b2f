package dev.dynogrid.core.build.site;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.model.ProcessType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Sites of files: an {@code index.html} at the top or in {@code public/}, or a {@code static.json}
 * that names the folder.
 */
public final class StaticBuildpack implements Buildpack {
  @Override
  public String name() {
    return "static";
  }

  @Override
  public String version() {
    return "2";
  }

  @Override
  public Optional<String> detect(Path app) throws IOException {
    boolean asked = Files.isRegularFile(app.resolve(StaticJson.NAME));
    return asked || BuiltSite.ofSource(app).isPresent() ? Optional.of("Static") : Optional.empty();
  }

  @Override
  public BuildpackResult compile(BuildContext context) throws IOException {
    BuiltSite site =
        BuiltSite.ofSource(context.appDirectory())
            .orElseThrow(
                () ->
                    new BuildFailedException(
                        "no index.html: put one at the top or in public/, or name the folder as"
                            + " root in static.json"));
    context.output().detail("Serving the files of " + site.root());
    return new BuildpackResult(Map.of(ProcessType.WEB, site.install(context)), Map.of());
  }
}
