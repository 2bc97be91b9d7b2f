package dev.dynogrid.api;

import dev.dynogrid.api.routing.RequestExplanation;
import java.util.Optional;

/** Why things are as they are. */
public interface Explanations {
  /**
   * What was decided for a recent request. Some thousands of requests are remembered, those that
   * ended with an error the longest.
   *
   * @param requestId as it stands in {@code X-Request-Id} and in the app's log
   * @return empty if the request is not remembered, or never came
   */
  Optional<RequestExplanation> request(String requestId);
}
