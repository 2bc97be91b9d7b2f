package dev.dynogrid.core.http;

import dev.dynogrid.api.model.Actor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Basic authentication (RFC 7617): any user, the API key as password. */
final class ApiKeyCheck {
  private static final String SCHEME = "basic ";
  private static final String NAMELESS = "git";
  private static final int LONGEST_NAME = 128;

  private final byte[] key;

  ApiKeyCheck(String key) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
  }

  /** Who it is; empty without the right key. */
  Optional<Actor> check(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    String decoded;
    try {
      decoded =
          new String(
              Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip()),
              StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not Base64: as wrong as a wrong key.
      return Optional.empty();
    }
    int colon = decoded.indexOf(':');
    byte[] password = decoded.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
    return colon >= 0 && MessageDigest.isEqual(password, key)
        ? Optional.of(actor(decoded.substring(0, colon)))
        : Optional.empty();
  }

  private static Actor actor(String user) {
    String name = user.replaceAll("\\p{Cntrl}", "");
    return new Actor(
        name.isBlank() ? NAMELESS : name.substring(0, Math.min(LONGEST_NAME, name.length())));
  }
}
