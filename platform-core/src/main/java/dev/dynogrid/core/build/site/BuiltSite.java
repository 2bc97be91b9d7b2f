package dev.dynogrid.core.build.site;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.core.build.site.server.SiteRules;
import dev.dynogrid.core.build.site.server.StaticServer;
import dev.dynogrid.core.build.tool.AppFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that a build left for visitors, and how they are served.
 *
 * @param root relative to the app
 * @param rules how
 */
public record BuiltSite(String root, SiteRules rules) {
  private static final String HOME = ".dynogrid/site";
  private static final String RULES = HOME + "/rules";

  /** Everything that the server consists of. */
  static final List<String> CLASSES =
      List.of(
          "ByteRange",
          "CacheRule",
          "MediaTypes",
          "Representations",
          "Representations$Known",
          "RequestReader",
          "RequestReader$BadRequestException",
          "RequestReader$Head",
          "Site",
          "SiteAnswer",
          "SiteAnswer$Body",
          "SiteAnswer$Part",
          "SiteAnswer$Text",
          "SiteConnection",
          "SitePath",
          "SiteRequest",
          "SiteRules",
          "SiteRules$Redirect",
          "StaticServer");

  /** Where the builders of front ends put their work. */
  private static final List<String> BUILT = List.of("dist", "build", "out", "_site", "www");

  /**
   * Looks for the work of a front end's build. A site of one page gets it for every path: its own
   * script reads the path.
   *
   * @return empty if there is none
   */
  public static Optional<BuiltSite> find(Path app) throws IOException {
    StaticJson json = StaticJson.readFrom(app);
    if (json.root().isPresent()) {
      return Optional.of(new BuiltSite(json.root().get(), json.rules()));
    }
    for (String folder : BUILT) {
      for (String root : List.of(folder, deeper(app, folder))) {
        if (hasIndex(app.resolve(root))) {
          boolean onePage = json.rules().routes().isEmpty() && pages(app.resolve(root)) == 1;
          return Optional.of(
              new BuiltSite(
                  root, onePage ? json.rules().withRoute("/**", "index.html") : json.rules()));
        }
      }
    }
    return ofSource(app);
  }

  /** Angular puts its work into {@code dist/NAME/browser}. */
  private static String deeper(Path app, String folder) throws IOException {
    if (!Files.isDirectory(app.resolve(folder))) {
      return folder;
    }
    try (Stream<Path> below = Files.list(app.resolve(folder))) {
      return below
          .map(path -> path.resolve("browser"))
          .filter(BuiltSite::hasIndex)
          .map(path -> app.relativize(path).toString())
          .findFirst()
          .orElse(folder);
    }
  }

  /** A site that needs no build. */
  static Optional<BuiltSite> ofSource(Path app) throws IOException {
    StaticJson json = StaticJson.readFrom(app);
    if (json.root().isPresent()) {
      return Optional.of(new BuiltSite(json.root().get(), json.rules()));
    }
    boolean asked = Files.isRegularFile(app.resolve(StaticJson.NAME));
    return Stream.of("public_html", "public", ".", "dist", "_site", "docs")
        .filter(folder -> hasIndex(app.resolve(folder)))
        .filter(folder -> asked || folder.equals("public") || folder.equals("."))
        .findFirst()
        .map(folder -> new BuiltSite(folder, json.rules()));
  }

  private static boolean hasIndex(Path folder) {
    return Files.isRegularFile(folder.resolve("index.html"));
  }

  private static long pages(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".html")).limit(2).count();
    }
  }

  /**
   * Puts the server into the app.
   *
   * @return the command that starts it
   */
  public String install(BuildContext context) throws IOException {
    Path app = context.appDirectory();
    Path site = app.resolve(root).normalize();
    if (!root.matches("[\\w./@+-]+") || !site.startsWith(app) || !Files.isDirectory(site)) {
      throw new BuildFailedException(
          StaticJson.NAME + ": root: " + root + " (expected: a folder of the app)");
    }
    for (String unknown : StaticJson.readFrom(app).unknown()) {
      context.output().warning(StaticJson.NAME + ": " + unknown + " has no effect");
    }
    for (String name : CLASSES) {
      copy(name, app);
    }
    AppFile.write(app, RULES, String.join("\n", rules.lines()));
    return String.join(
        " ",
        "exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xmx64m -cp",
        HOME,
        StaticServer.class.getName(),
        root,
        RULES);
  }

  private static void copy(String simpleName, Path app) throws IOException {
    String resource =
        StaticServer.class.getPackageName().replace('.', '/') + "/" + simpleName + ".class";
    try (@Nullable InputStream content =
        StaticServer.class.getClassLoader().getResourceAsStream(resource)) {
      if (content == null) {
        throw new IllegalStateException("the library lacks its class " + resource);
      }
      AppFile.write(app, HOME + "/" + resource, content.readAllBytes());
    }
  }
}
