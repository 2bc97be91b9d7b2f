package dev.dynogrid.core.deploy;

import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.model.Release;

/** Deploys the source that somebody received. */
public interface Deploys {
  /**
   * Takes a deploy to its end, on the calling thread: compile, check, decide, roll out. One deploy
   * an app at a time; others wait, and are told their place. Interrupting the thread before the
   * decision cancels the deploy, which then leaves nothing; after it, the deploy is accepted
   * whatever happens, and interruption only ends the wait.
   *
   * @return the release, which serves every new request
   * @throws dev.dynogrid.api.model.DynogridException if it is refused; the message is for the one
   *     who pushed, and what ran before runs on
   * @throws InterruptedException if it was cancelled
   */
  Release deploy(DeployRequest request, BuildOutput output) throws InterruptedException;
}
