package dev.dynogrid.examples.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.core.routing.MeshOptions;
import dev.dynogrid.core.routing.NettyRoutingMesh;
import dev.dynogrid.tck.RoutingMeshContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class NamedMeshTest extends RoutingMeshContract {
  @TempDir Path directory;

  @Override
  protected RoutingMesh newMesh() {
    RoutingMesh mesh = new NettyRoutingMesh(MeshOptions.at("127.0.0.1", 0), Clock.systemUTC());
    return new NamedMesh(mesh, "192.0.2.1", directory.resolve("apps.hosts"));
  }

  @AfterEach
  void everyLineOfTheFileIsAnAddressAndAName() throws Exception {
    Path file = directory.resolve("apps.hosts");
    if (Files.exists(file)) {
      assertThat(Files.readAllLines(file)).allMatch(line -> line.matches("192\\.0\\.2\\.1 \\S+"));
    }
  }
}
