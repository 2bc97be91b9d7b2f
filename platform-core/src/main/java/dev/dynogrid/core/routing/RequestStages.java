package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.Endpoint;
import java.util.List;

/** All that happens to a request, in one place. */
final class RequestStages {
  /** The place of the stage at which a request starts again when its route has changed. */
  static final int FOLLOW_ROUTE = 9;

  private RequestStages() {}

  /** What every request goes through, in this order. */
  static List<RequestStage> inOrder(RouteTable routes, List<MeshStage> own, Endpoint endpoint) {
    return List.of(
        new ReadTarget(), // which host and path does it mean?
        new RefuseAmbiguous(), // H26: what two parsers could read in two ways
        new RefuseUnmet(), // H26: what the mesh does not do
        new FrameForDyno(), // one form for where the body ends
        new DropDisguised(), // no header that an app could take for another
        new ForwardedHeaders(endpoint.port()), // who asks, by which way; nothing hop-by-hop
        new FindApp(routes), // 404, H99
        new LimitApp(), // H22: one app does not take all that there is
        new OwnStages(own), // the integrator's; they may answer
        new FollowRoute(routes), // starts again here when the route has changed
        new AnswerByMode(), // H10, H14, H80, H81; requests on hold wait: H20
        new AwaitBody(), // slow senders of busy apps wait here, not at a dyno: H28
        new PickDyno(), // fewest in flight, or a place in the line: H11, H34
        new PassOn()); // connect, or take an idle connection; H19, H21; then send
  }
}
