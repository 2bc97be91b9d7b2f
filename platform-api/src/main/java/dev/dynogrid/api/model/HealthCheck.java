package dev.dynogrid.api.model;

/**
 * When a web dyno counts as healthy.
 *
 * <p>An app says so in its {@code app.json} ({@code healthchecks.web}, with {@code path} or {@code
 * "listening": true}); without one it is {@link #ROOT}.
 *
 * @param path the path that must answer with a status below 500; unused if {@code listeningOnly}
 * @param listeningOnly whether to listen on {@code $PORT} is enough
 */
public record HealthCheck(String path, boolean listeningOnly) {
  /** {@code GET /} with a status below 500. */
  public static final HealthCheck ROOT = new HealthCheck("/", false);

  /** Listening on {@code $PORT} is enough. */
  public static final HealthCheck LISTENING = new HealthCheck("/", true);

  /** Checks the path. */
  public HealthCheck {
    Arguments.check(
        path.startsWith("/") && path.length() <= 1024 && path.chars().allMatch(HealthCheck::isPath),
        "health path",
        path,
        "a path that starts with /, of at most 1024 printable ASCII characters");
  }

  /** {@code GET path} with a status below 500. */
  public static HealthCheck path(String path) {
    return new HealthCheck(path, false);
  }

  private static boolean isPath(int c) {
    return c > ' ' && c < 0x7f && c != '#';
  }
}
