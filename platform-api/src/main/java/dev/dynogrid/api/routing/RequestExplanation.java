package dev.dynogrid.api.routing;

import dev.dynogrid.api.model.AppId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a mesh decided for one request.
 *
 * @param requestId its id
 * @param app whose it was; empty if its host name belongs to none
 * @param begun when its head had come
 * @param method {@code GET}
 * @param host the host name that it was sent to
 * @param path with the query
 * @param decisions what was done, in order; the last one is the end
 * @param code why it was not answered by the app; empty if it was
 * @param status of the response; 499 if there was nobody left to read one
 */
public record RequestExplanation(
    String requestId,
    Optional<AppId> app,
    Instant begun,
    String method,
    String host,
    String path,
    List<Decision> decisions,
    Optional<RouterCode> code,
    int status) {
  /** Checks the parts and takes a copy. */
  public RequestExplanation {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(app, "app");
    Objects.requireNonNull(begun, "begun");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(code, "code");
    decisions = List.copyOf(decisions);
  }

  /** What can be decided. */
  public enum Step {
    /** It waits for a dyno. */
    WAITED,
    /** A dyno was picked. */
    PICKED,
    /** The dyno took no connection, or closed it without an answer. */
    FAILED,
    /** It was sent to the dyno. */
    SENT,
    /** The first byte of the response came. */
    ANSWERED,
    /** It is over. */
    ENDED
  }

  /**
   * One decision.
   *
   * @param after how long after the head had come
   * @param step what was done
   * @param words for people: which dyno, which code, over what kind of connection
   */
  public record Decision(Duration after, Step step, String words) {
    /** {@code +12 ms PICKED web.1}. */
    @Override
    public String toString() {
      return "+" + after.toMillis() + " ms " + step + " " + words;
    }
  }

  /** A line for the request, and one for each decision. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(method).append(' ').append(host).append(path).append(" (").append(requestId);
    text.append("): status ").append(status);
    code.ifPresent(why -> text.append(", ").append(why).append(' ').append(why.title()));
    decisions.forEach(decision -> text.append("\n  ").append(decision));
    return text.toString();
  }
}
