package dev.dynogrid.examples.providers;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.routing.ForwardingRoutingMesh;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RoutingMesh;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Any mesh, with its host names in a hosts file: {@code dnsmasq --hostsdir} resolves them. */
public final class NamedMesh extends ForwardingRoutingMesh {
  private final String address;
  private final Path hostsFile;
  private final Map<AppId, Set<String>> names = new HashMap<>();
  private long version;

  /** Says that the names of {@code mesh} are to be found at an address. */
  public NamedMesh(RoutingMesh mesh, String address, Path hostsFile) {
    super(mesh);
    this.address = address;
    this.hostsFile = hostsFile;
  }

  @Override
  public synchronized void publish(RouteChange change) {
    super.publish(change);
    if (change.version() <= version) {
      return; // RM-1: what comes late is passed over
    }
    version = change.version();
    if (change.complete()) {
      names.clear();
    }
    change.removed().forEach(names::remove);
    change.routes().forEach(route -> names.put(route.app(), route.hostNames()));
    List<String> all = names.values().stream().flatMap(Set::stream).sorted().toList();
    try {
      Files.write(hostsFile, all.stream().map(name -> address + " " + name).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("the host names cannot be written to " + hostsFile, e);
    }
  }
}
