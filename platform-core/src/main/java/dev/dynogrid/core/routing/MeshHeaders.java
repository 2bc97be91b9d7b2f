package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.Arguments;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Header lines as stages of an integrator's own see and change them. Names are compared without
 * case. What says where a message ends or which app it is for cannot be changed.
 */
public sealed class MeshHeaders permits MeshRequest, MeshResponse {
  private static final Set<String> FIXED =
      Set.of(
          "connection", "content-length", "host", "te", "trailer", "transfer-encoding", "upgrade");

  private final HttpHeaders headers;

  MeshHeaders(HttpHeaders headers) {
    this.headers = headers;
  }

  /** The first value of a header. */
  public final Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** All values of a header, in their order. */
  public final List<String> headers(String name) {
    return List.copyOf(headers.getAll(name));
  }

  /**
   * Sets a header to one value.
   *
   * @throws IllegalArgumentException if the name is fixed, or either has characters that no header
   *     line can hold
   */
  public final void setHeader(String name, String value) {
    headers.set(changeable(name), value);
  }

  /** Removes a header. */
  public final void removeHeader(String name) {
    headers.remove(changeable(name));
  }

  private static String changeable(String name) {
    Arguments.check(
        !FIXED.contains(name.toLowerCase(Locale.ROOT)),
        "header",
        name,
        "one that says nothing about the connection, the body's end or the app");
    return name;
  }
}
