package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.core.build.site.StaticServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sites of files: an {@code index.html} at the top, or in {@code public/}. */
final class StaticBuildpack implements Buildpack {
  private static final String CLASSES = ".dynogrid/site";

  @Override
  public String name() {
    return "static";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public Optional<String> detect(Path app) {
    return root(app).map(root -> "Static");
  }

  private static Optional<String> root(Path app) {
    if (Files.isRegularFile(app.resolve("public/index.html"))) {
      return Optional.of("public");
    }
    return Files.isRegularFile(app.resolve("index.html")) ? Optional.of(".") : Optional.empty();
  }

  @Override
  public BuildpackResult compile(BuildContext context) throws IOException {
    Path app = context.appDirectory();
    String resource = StaticServer.class.getName().replace('.', '/') + ".class";
    Path target = app.resolve(CLASSES).resolve(resource);
    Files.createDirectories(target.getParent());
    try (@Nullable InputStream server =
        StaticServer.class.getClassLoader().getResourceAsStream(resource)) {
      if (server == null) {
        throw new IllegalStateException("the library lacks its class " + resource);
      }
      Files.copy(server, target);
    }
    String root = root(app).orElse(".");
    return new BuildpackResult(
        Map.of(
            ProcessType.WEB,
            "exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xmx64m -cp "
                + CLASSES
                + " "
                + StaticServer.class.getName()
                + " "
                + root),
        Map.of());
  }
}
