package dev.dynogrid.core.build;

import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.core.build.go.GoBuildpack;
import dev.dynogrid.core.build.node.NodeBuildpack;
import dev.dynogrid.core.build.python.PythonBuildpack;
import dev.dynogrid.core.build.site.StaticBuildpack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The languages that are there from the start, in the order in which they are asked. */
public final class Buildpacks {
  private Buildpacks() {}

  /** The given buildpacks, then the built-in ones. */
  public static List<Buildpack> after(List<Buildpack> first) {
    List<Buildpack> all = new ArrayList<>(first);
    all.add(new RubyBuildpack());
    all.add(new NodeBuildpack());
    all.add(new PythonBuildpack());
    all.add(new GoBuildpack());
    all.add(new MavenBuildpack());
    all.add(new GradleBuildpack());
    all.add(new JavaSourceBuildpack());
    all.add(new ProcfileBuildpack());
    all.add(new StaticBuildpack());
    return List.copyOf(all);
  }

  /** Whose buildpacks others know by a name in front of the language's. */
  private static final Pattern OWNER = Pattern.compile("^(heroku|heroku-community|dynogrid)/");

  /** Other names of languages. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "nodejs",
          "node",
          "jvm",
          "java",
          "maven",
          "java",
          "nginx",
          "static",
          "buildpack-static",
          "static");

  /** The buildpack that is called so, be it by the name that others give it. */
  static Optional<Buildpack> named(String name, List<Buildpack> all) {
    String plain = OWNER.matcher(name).replaceFirst("");
    return find(name, all)
        .or(() -> find(plain, all))
        .or(() -> find(ALIASES.getOrDefault(plain, plain), all));
  }

  private static Optional<Buildpack> find(String name, List<Buildpack> all) {
    return all.stream().filter(buildpack -> buildpack.name().equals(name)).findFirst();
  }
}
