package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;

/** A request as stages of an integrator's own see it. */
public final class MeshRequest extends MeshHeaders {
  private final Exchange exchange;

  MeshRequest(Exchange exchange) {
    super(exchange.head().message().headers());
    this.exchange = exchange;
  }

  /** The app that it is for. */
  public AppId app() {
    return exchange.destination().route().route().app();
  }

  /** The name of the app. */
  public AppName appName() {
    return exchange.destination().route().route().name();
  }

  /** The method, as it was sent. */
  public String method() {
    return exchange.head().message().method().name();
  }

  /** The host name, in lower case, without port. */
  public String host() {
    return exchange.head().host();
  }

  /** Path and query, as they were sent. */
  public String target() {
    return exchange.head().message().uri();
  }

  /** The address that the client's connection comes from. */
  public String clientAddress() {
    return exchange.client().address();
  }

  /** What identifies the request in the logs. */
  public String requestId() {
    return exchange.notes().requestId();
  }
}
