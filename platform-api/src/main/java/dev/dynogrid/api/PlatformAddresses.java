package dev.dynogrid.api;

import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.Endpoint;
import java.util.Objects;

/**
 * Where a platform can be reached.
 *
 * @param mesh where requests to apps arrive
 * @param control where git and the management API listen
 * @param domain the domain that apps are served under
 */
public record PlatformAddresses(Endpoint mesh, Endpoint control, String domain) {
  private static final int HTTP_PORT = 80;

  /** Checks that all parts are there. */
  public PlatformAddresses {
    Objects.requireNonNull(mesh, "mesh");
    Objects.requireNonNull(control, "control");
    Objects.requireNonNull(domain, "domain");
  }

  /** The host name of an app: {@code hello.localhost}. */
  public String hostName(AppName app) {
    return app + "." + domain;
  }

  /** The URL of an app: {@code http://hello.localhost:8080/}. */
  public String appUrl(AppName app) {
    String port = mesh.port() == HTTP_PORT ? "" : ":" + mesh.port();
    return "http://" + hostName(app) + port + "/";
  }

  /** The git URL of an app: {@code http://localhost:9090/hello.git}. */
  public String gitUrl(AppName app) {
    return "http://" + control + "/" + app + ".git";
  }
}
