package dev.dynogrid.core.routing;

/**
 * A stage of an integrator's own. It sees every request of every app once, when the app is known
 * and before anything is decided about dynos, and the head of every response that a dyno gives.
 *
 * <p>Stages are called in the order in which they were given, on the threads that carry requests,
 * by many at once: they must not block, nor keep what they are handed after they return. Should one
 * throw, the request is answered with H99 and the fault is logged.
 *
 * <pre>{@code
 * final class OnlyWithTicket implements MeshStage {
 *   public StageVerdict onRequest(MeshRequest request) {
 *     return request.header("X-Ticket").isPresent()
 *         ? StageVerdict.pass()
 *         : StageVerdict.answer(401, MeshPage.html("<h1>No ticket</h1>"));
 *   }
 * }
 *
 * MeshOptions.at("127.0.0.1", 0).withStages(List.of(new OnlyWithTicket()));
 * }</pre>
 */
public interface MeshStage {
  /** Looks at a request; may change its headers, or answer it. */
  default StageVerdict onRequest(MeshRequest request) {
    return StageVerdict.pass();
  }

  /** Looks at the head of a final response; may change its headers. */
  default void onResponse(MeshRequest request, MeshResponse response) {}
}
