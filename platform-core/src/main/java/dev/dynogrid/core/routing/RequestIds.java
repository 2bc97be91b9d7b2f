package dev.dynogrid.core.routing;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The {@code X-Request-Id} of a request: the client's if it can be believed, else a new UUID. */
final class RequestIds {
  private static final int LONGEST = 200;
  private static final long VERSION_MASK = 0xffff_ffff_ffff_0fffL;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT_MASK = 0x3fff_ffff_ffff_ffffL;
  private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;

  private RequestIds() {}

  static String of(@Nullable String sent) {
    return sent != null && isValid(sent) ? sent : random();
  }

  private static boolean isValid(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-_.+/=:".indexOf(c) >= 0;
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  /** An id is a name, not a secret: the cheap source of randomness does. */
  private static String random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(
            (random.nextLong() & VERSION_MASK) | VERSION_4,
            (random.nextLong() & VARIANT_MASK) | VARIANT_RFC)
        .toString();
  }
}
