package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.Arguments;
import java.util.concurrent.CompletionStage;

/** What becomes of a request after a stage of an integrator's own. */
public sealed interface StageVerdict {
  /** It goes on to the next stage. */
  static StageVerdict pass() {
    return Pass.PASS;
  }

  /** It is answered with this, and reaches no dyno. */
  static StageVerdict answer(int status, MeshPage page) {
    return new Answer(status, page);
  }

  /**
   * It waits until something else has been found out: the way to ask what takes time. Cancelled
   * when the client goes away; after the app's idle time-out, or should it fail, the client gets
   * H99.
   */
  static StageVerdict later(CompletionStage<StageVerdict> decided) {
    return new Later(decided);
  }

  /** See {@link #pass}. */
  enum Pass implements StageVerdict {
    /** The only one. */
    PASS
  }

  /**
   * See {@link #answer}.
   *
   * @param status 200 to 599
   * @param page what the client reads
   */
  record Answer(int status, MeshPage page) implements StageVerdict {
    /** Checks the range. */
    public Answer {
      Arguments.within("status", status, 200, 599);
    }
  }

  /**
   * See {@link #later}.
   *
   * @param decided may be completed by any thread
   */
  record Later(CompletionStage<StageVerdict> decided) implements StageVerdict {}
}
