package dev.dynogrid.core.routing;

/** One thing that happens to a request on its way to a dyno. On the thread of its worker. */
interface RequestStage {
  /** What becomes of the request after a stage. */
  enum Verdict {
    /** The next stage is to see it. */
    NEXT,
    /** The stage has answered it, or has it and will call {@link Exchange#reroute} or answer. */
    TAKEN
  }

  /** Looks at a request, and may change it. */
  Verdict onRequest(Exchange exchange);
}
