package dev.dynogrid.api.model;

/**
 * Where something listens.
 *
 * @param host a name or an address, as the mesh reaches it
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {
  /** Checks the range. */
  public Endpoint {
    Arguments.check(!host.isBlank(), "host", host, "a host name or an address");
    Arguments.within("port", port, 1, 65_535);
  }

  /** {@code host:port}, an IPv6 address in brackets. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
