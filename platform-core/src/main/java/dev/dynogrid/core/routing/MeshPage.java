package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.Arguments;

/**
 * What a client is shown instead of an app's answer.
 *
 * @param contentType as {@code text/html; charset=utf-8}
 * @param body in UTF-8 when it is sent
 */
public record MeshPage(String contentType, String body) {
  /** Checks the type. */
  public MeshPage {
    Arguments.check(
        !contentType.isEmpty() && contentType.chars().allMatch(c -> c >= ' ' && c < 0x7f),
        "content type",
        contentType,
        "printable ASCII");
  }

  /** A page for browsers. */
  public static MeshPage html(String body) {
    return new MeshPage("text/html; charset=utf-8", body);
  }
}
