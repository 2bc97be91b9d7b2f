package dev.dynogrid.core;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** The meters of a platform: on its control port, and in the registries of its host program. */
final class Metrics {
  private final PrometheusMeterRegistry own = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MeterRegistry registry;

  Metrics(List<MeterRegistry> further) {
    registry = further.isEmpty() ? own : together(own, further);
    // What the host program's registries say of its own process is its own affair.
    new JvmMemoryMetrics().bindTo(own);
    new JvmThreadMetrics().bindTo(own);
    new ProcessorMetrics().bindTo(own);
    new FileDescriptorMetrics().bindTo(own);
  }

  private static MeterRegistry together(MeterRegistry own, List<MeterRegistry> further) {
    CompositeMeterRegistry all = new CompositeMeterRegistry();
    all.add(own);
    further.forEach(all::add);
    return all;
  }

  /** Where the platform's parts register theirs. */
  MeterRegistry registry() {
    return registry;
  }

  /** All that is known now, in Prometheus's text format. */
  String scrape() {
    return own.scrape();
  }
}
