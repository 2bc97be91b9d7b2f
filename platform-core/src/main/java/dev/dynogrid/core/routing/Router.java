package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.Endpoint;
import java.time.Clock;
import java.util.List;

/**
 * The first layer: what all connections of a mesh share, above all the stages that every request
 * goes through.
 *
 * @param routes which app a request belongs to
 * @param requestStages in their order
 * @param responseStages in their order
 * @param options how the mesh was asked to work
 * @param admission counts clients
 * @param errors what clients read that no app answers
 * @param compression how responses are compressed
 * @param meters count every request
 * @param memory what responses to slow readers take in all
 * @param clock for what is told to apps and logs; time-outs have their own
 * @param endpoint where the mesh listens
 */
record Router(
    RouteTable routes,
    List<RequestStage> requestStages,
    List<ResponseStage> responseStages,
    MeshOptions options,
    Admission admission,
    ErrorPage errors,
    Compression compression,
    MeshMeters meters,
    SharedMemory memory,
    Clock clock,
    Endpoint endpoint) {
  Router {
    requestStages = List.copyOf(requestStages);
    responseStages = List.copyOf(responseStages);
  }

  static Router of(
      RouteTable routes,
      AppPages pages,
      MeshOptions options,
      MeshMeters meters,
      Clock clock,
      Endpoint endpoint) {
    return new Router(
        routes,
        RequestStages.inOrder(routes, options.stages(), endpoint),
        ResponseStages.inOrder(options.stages()),
        options,
        new Admission(options.clientConnections(), options.connectionsPerAddress()),
        new ErrorPage(options.errorPages(), pages),
        Compression.usual(),
        meters,
        SharedMemory.usual(),
        clock,
        endpoint);
  }
}
