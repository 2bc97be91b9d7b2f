package dev.dynogrid.core;

import dev.dynogrid.api.PlatformListener;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.core.build.classic.BuildpackReference;
import dev.dynogrid.core.routing.MeshOptions;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What an integrator adds rather than replaces.
 *
 * @param buildpacks asked before the built-in ones, in this order
 * @param classicBuildpacks names, URLs and paths of those of which each that fits an app compiles
 *     it, in this order, before any other is asked
 * @param logSinks get every line of every app's log
 * @param listeners are told of every event, from the start on
 * @param meterRegistries get the platform's meters, which are on its control port anyway
 * @param mesh changes the options of the mesh in this process: its stages, pages, limits
 * @param routes limits and times of every app's route; the drain time is the platform's
 */
public record Extras(
    List<Buildpack> buildpacks,
    List<String> classicBuildpacks,
    List<LogSink> logSinks,
    List<PlatformListener> listeners,
    List<MeterRegistry> meterRegistries,
    UnaryOperator<MeshOptions> mesh,
    RouteSettings routes) {
  /** Nothing. */
  public static final Extras NONE =
      new Extras(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          UnaryOperator.identity(),
          RouteSettings.USUAL);

  /** Takes copies. */
  public Extras {
    buildpacks = List.copyOf(buildpacks);
    classicBuildpacks = List.copyOf(classicBuildpacks);
    classicBuildpacks.forEach(BuildpackReference::parse);
    logSinks = List.copyOf(logSinks);
    listeners = List.copyOf(listeners);
    meterRegistries = List.copyOf(meterRegistries);
  }
}
