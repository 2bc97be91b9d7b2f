package dev.dynogrid.tck.memory;

import dev.dynogrid.api.store.ConflictException;
import dev.dynogrid.api.store.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who holds which lease; one that was given back stays, for its number, and has run out. */
final class Leases {
  private final Map<String, Lease> leases = new HashMap<>();

  synchronized Optional<Lease> take(String name, UUID holder, Duration duration, Instant now) {
    Optional<Lease> held =
        Optional.ofNullable(leases.get(name)).filter(found -> now.isBefore(found.until()));
    if (held.isPresent() && !held.get().holder().equals(holder)) {
      return Optional.empty();
    }
    long fencing =
        held.map(Lease::fencing)
            .orElseGet(
                () -> 1 + Optional.ofNullable(leases.get(name)).map(Lease::fencing).orElse(0L));
    Lease taken = new Lease(name, holder, fencing, now.plus(duration));
    leases.put(name, taken);
    return Optional.of(taken);
  }

  synchronized void check(Lease lease, Instant now) {
    @Nullable Lease found = leases.get(lease.name());
    boolean held = found != null && isSame(found, lease) && now.isBefore(found.until());
    if (!held) {
      throw new ConflictException(
          false,
          "lease " + lease.name() + " is no longer held by " + lease.holder() + " (take it again)");
    }
  }

  synchronized void giveBack(Lease lease) {
    leases.computeIfPresent(
        lease.name(),
        (name, found) ->
            isSame(found, lease)
                ? new Lease(name, found.holder(), found.fencing(), Instant.EPOCH)
                : found);
  }

  private static boolean isSame(Lease found, Lease lease) {
    return found.holder().equals(lease.holder()) && found.fencing() == lease.fencing();
  }
}
