package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.handler.codec.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows a response to the integrator's own stages, one after the other. */
final class OwnResponseStages implements ResponseStage {
  private final List<MeshStage> stages;

  OwnResponseStages(List<MeshStage> stages) {
    this.stages = List.copyOf(stages);
  }

  @Override
  public @Nullable RouterCode onResponse(Exchange exchange, HttpResponse response) {
    if (!stages.isEmpty()) {
      MeshRequest request = new MeshRequest(exchange);
      MeshResponse seen = new MeshResponse(response);
      stages.forEach(stage -> stage.onResponse(request, seen));
    }
    return null;
  }
}
