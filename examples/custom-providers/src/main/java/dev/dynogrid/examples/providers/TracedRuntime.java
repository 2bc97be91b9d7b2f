package dev.dynogrid.examples.providers;

import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.api.runtime.ForwardingDynoRuntime;
import dev.dynogrid.api.runtime.Placement;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Any runtime, whose dynos are told where to send their traces, and as whom (OpenTelemetry). */
public final class TracedRuntime extends ForwardingDynoRuntime {
  private final URI collector;

  /** Adds to what dynos of {@code runtime} find in their environment. */
  public TracedRuntime(DynoRuntime runtime, URI collector) {
    super(runtime);
    this.collector = collector;
  }

  @Override
  public void start(Placement placement, DynoSpec spec) {
    Map<String, String> environment = new HashMap<>();
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.toString());
    environment.put("OTEL_SERVICE_NAME", spec.appName() + "." + spec.name().type());
    environment.put(
        "OTEL_RESOURCE_ATTRIBUTES",
        "service.instance.id=" + spec.id() + ",service.version=" + spec.release());
    environment.putAll(spec.environment()); // what the app's owner says wins
    super.start(
        placement,
        new DynoSpec(
            spec.id(),
            spec.app(),
            spec.appName(),
            spec.release(),
            spec.name(),
            spec.slug(),
            spec.command(),
            environment,
            spec.listens(),
            spec.limits(),
            spec.streams()));
  }
}
