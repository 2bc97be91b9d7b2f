package dev.dynogrid.core.build;

import dev.dynogrid.api.build.Buildpack;
import java.util.ArrayList;
import java.util.List;

/** The languages that are there from the start, in the order in which they are asked. */
public final class Buildpacks {
  private Buildpacks() {}

  /** The given buildpacks, then the built-in ones. */
  public static List<Buildpack> after(List<Buildpack> first) {
    List<Buildpack> all = new ArrayList<>(first);
    all.add(new RubyBuildpack());
    all.add(new JavaSourceBuildpack());
    all.add(new ProcfileBuildpack());
    all.add(new StaticBuildpack());
    return List.copyOf(all);
  }
}
