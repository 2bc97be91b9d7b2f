package dev.dynogrid.api.routing;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Endpoint;
import java.util.List;
import java.util.Optional;

/**
 * Brings requests to dynos: host name → app → dyno. One node in the platform's process, or several
 * elsewhere. It decides nothing about dynos; it does what the routes say.
 *
 * <ul>
 *   <li><b>RM-1</b> (MUST) Changes apply in the order of their versions, each as a whole: no
 *       request sees half of one. A change whose version is not above what a node has is passed
 *       over.
 *   <li><b>RM-2</b> (MUST) {@link #publish} accepts and returns without waiting for other
 *       processes. {@link #nodes} tells which version each node serves by.
 *   <li><b>RM-3</b> (MUST) A node that has acknowledged a version picks dynos by that version or a
 *       later one for every request whose head it has not yet passed on.
 *   <li><b>RM-4</b> (MUST) A node that has not heard from the platform until the end of its lease
 *       stops serving; a node in the platform's own process has no lease and acknowledges at once.
 *       <i>Acknowledged or fenced: a switch never waits without bound.</i>
 *   <li><b>RM-5</b> (MUST) Requests in flight to a dyno that leaves a route go on; {@link #traffic}
 *       counts them until they are finished.
 *   <li><b>RM-6</b> (MUST) A request whose bytes may have reached a dyno is never sent again unless
 *       it is idempotent and can be repeated whole.
 *   <li><b>RM-7</b> (MUST) Requests for a route in mode {@link AppRoute.Mode#HOLD} wait, bounded in
 *       number and time and until their clients go away; the listener hears of the first.
 *   <li><b>RM-8</b> (MUST) Errors are answered with the codes of {@link RouterCode}: in the
 *       response ({@code X-Dynogrid-Error: H10}) and in the app's log ({@code code=H10}).
 *   <li><b>RM-9</b> (MUST) Methods are safe for use by many threads. No request and no response,
 *       however formed, keeps other requests from being served.
 *   <li><b>RM-10</b> (MUST) Host names are compared without case, port and trailing dot; a name
 *       that no route has is answered with 404.
 * </ul>
 */
public interface RoutingMesh extends AutoCloseable {
  /**
   * Begins to listen; every request is answered with 503 (H99) until the first {@link #publish}.
   * Called once, before any other method.
   *
   * @return where it listens, for people; the port is the real one where 0 was asked for
   * @throws dev.dynogrid.api.model.DynogridException if it cannot listen there, with the reason
   */
  Endpoint open(MeshContext context);

  /** Takes a change of the routes. */
  void publish(RouteChange change);

  /** The nodes that serve, and how far they are. */
  List<MeshNode> nodes();

  /** What goes through for one app at the moment, all nodes together. */
  AppTraffic traffic(AppId app);

  /**
   * What was decided for a recent request; empty if it is not remembered. A mesh that remembers
   * nothing leaves this as it is.
   *
   * @param requestId as it stands in {@code X-Request-Id}
   */
  default Optional<RequestExplanation> explain(String requestId) {
    return Optional.empty();
  }

  /**
   * Stops listening, ends idle connections at once and the others when they are done or after the
   * drain time of their route. Idempotent.
   */
  @Override
  void close();
}
