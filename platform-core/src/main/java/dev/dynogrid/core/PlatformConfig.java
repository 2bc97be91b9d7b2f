package dev.dynogrid.core;

import dev.dynogrid.api.model.Arguments;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an integrator says of a platform.
 *
 * @param dataDirectory everything that is kept is in here; belongs to one running platform at a
 *     time
 * @param domain apps are served under {@code <name>.<domain>}
 * @param listenAddress the address to listen on; {@code 127.0.0.1} for this machine only
 * @param port where requests to apps arrive; 0 for any free one
 * @param controlPort where git and the management API listen; 0 for any free one
 * @param apiKey the password of git and of the management API; if empty, it is read from the file
 *     {@code api-key} in the data directory, which is made if there is none
 * @param createOnPush whether the first push to a name that there is not creates the app
 * @param limits times and limits
 */
public record PlatformConfig(
    Path dataDirectory,
    String domain,
    String listenAddress,
    int port,
    int controlPort,
    Optional<String> apiKey,
    boolean createOnPush,
    PlatformLimits limits) {
  private static final int LEAST_KEY_LENGTH = 8;

  /** Checks the parts, and makes the directory absolute. */
  public PlatformConfig {
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    Arguments.check(
        domain.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?"),
        "domain",
        domain,
        "a lower-case host name");
    Arguments.check(!listenAddress.isBlank(), "listen address", listenAddress, "a host or address");
    Arguments.within("port", port, 0, 65_535);
    Arguments.within("control port", controlPort, 0, 65_535);
    apiKey.ifPresent(
        key ->
            Arguments.check(
                key.length() >= LEAST_KEY_LENGTH && key.chars().allMatch(c -> c > ' ' && c < 0x7f),
                "api key",
                "(redacted)",
                LEAST_KEY_LENGTH + " or more printable ASCII characters without spaces"));
  }

  /** On this machine only: ports 8080 and 9090, domain {@code localhost}. */
  public static PlatformConfig local(Path dataDirectory) {
    return new PlatformConfig(
        dataDirectory,
        "localhost",
        "127.0.0.1",
        8080,
        9090,
        Optional.empty(),
        false,
        PlatformLimits.usual());
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "platform in " + dataDirectory + " for " + domain;
  }
}
