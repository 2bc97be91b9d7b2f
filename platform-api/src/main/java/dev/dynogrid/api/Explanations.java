package dev.dynogrid.api;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.routing.RequestExplanation;
import java.util.Optional;

/** Why things are as they are. */
public interface Explanations {
  /**
   * Why an app is served as it is: what its requests meet, which dynos it has, why they were
   * started, and what those wait for that it lacks.
   */
  Explanation app(AppId app);

  /**
   * Why a dyno is as it is: why it was started, why it runs where it does, what it waits for, how
   * it ended. Those that have ended are remembered for a while.
   */
  Explanation dyno(DynoId dyno);

  /**
   * What was decided for a recent request. Some thousands of requests are remembered, those that
   * ended with an error the longest.
   *
   * @param requestId as it stands in {@code X-Request-Id} and in the app's log
   * @return empty if the request is not remembered, or never came
   */
  Optional<RequestExplanation> request(String requestId);
}
