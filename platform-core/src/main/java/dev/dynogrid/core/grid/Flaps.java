package dev.dynogrid.core.grid;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often a host was away and came back of late. One that does so again and again is given no new
 * dynos for a while, as long as others have room.
 *
 * @param returns when it came back, oldest first; those of the last {@link #WINDOW}
 */
record Flaps(List<Instant> returns) {
  static final Flaps NONE = new Flaps(List.of());

  /** So many returns within the window are too many. */
  static final int TOO_MANY = 3;

  static final Duration WINDOW = Duration.ofMinutes(10);

  /** How long it is left alone after its last return. */
  static final Duration QUARANTINE = Duration.ofMinutes(10);

  Flaps {
    returns = List.copyOf(returns);
  }

  Flaps returned(Instant now) {
    List<Instant> recent = new ArrayList<>(returns);
    recent.removeIf(at -> at.plus(WINDOW).isBefore(now));
    recent.add(now);
    return new Flaps(recent);
  }

  /** Until when it is given nothing; empty if it is trusted. */
  Optional<Instant> quarantinedUntil(Instant now) {
    return returns.size() < TOO_MANY
        ? Optional.empty()
        : Optional.of(returns.get(returns.size() - 1).plus(QUARANTINE)).filter(now::isBefore);
  }
}
