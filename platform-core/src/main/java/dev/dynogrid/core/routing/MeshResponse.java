package dev.dynogrid.core.routing;

import io.netty.handler.codec.http.HttpResponse;

/** The head of a dyno's response as stages of an integrator's own see it. */
public final class MeshResponse extends MeshHeaders {
  private final HttpResponse response;

  MeshResponse(HttpResponse response) {
    super(response.headers());
    this.response = response;
  }

  /** 200 to 999. */
  public int status() {
    return response.status().code();
  }
}
