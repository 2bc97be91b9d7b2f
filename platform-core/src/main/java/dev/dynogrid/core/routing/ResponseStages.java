package dev.dynogrid.core.routing;

import java.util.List;

/** All that happens to a response, in one place. */
final class ResponseStages {
  private ResponseStages() {}

  /** What every final response goes through, in this order. */
  static List<ResponseStage> inOrder(List<MeshStage> own) {
    return List.of(
        new RefuseResponse(), // H17, H25: what cannot be passed on in one meaning
        new KeepDyno(), // may its connection carry another request?
        new OwnResponseStages(own), // the integrator's
        new Compress(), // if the client wants it and the app has not
        new FrameForClient(), // nothing hop-by-hop; length, chunks or close as the client can read
        new SignResponse()); // Via
  }
}
