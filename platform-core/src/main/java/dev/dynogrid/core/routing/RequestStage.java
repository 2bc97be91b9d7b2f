package dev.dynogrid.core.routing;

/**
 * One thing that happens to a request on its way to a dyno. Called on the thread of the request's
 * worker, and never blocks it.
 */
interface RequestStage {
  /** What becomes of the request after a stage. */
  enum Verdict {
    /** The next stage is to see it. */
    NEXT,
    /** The stage has answered it, lets it wait in line, or has passed it on. */
    TAKEN
  }

  /** Looks at a request, and may change it. */
  Verdict onRequest(Exchange exchange);
}
