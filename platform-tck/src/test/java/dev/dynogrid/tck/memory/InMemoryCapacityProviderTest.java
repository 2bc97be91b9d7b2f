package dev.dynogrid.tck.memory;

import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.tck.CapacityProviderContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

final class InMemoryCapacityProviderTest extends CapacityProviderContract {
  private final InMemoryCloud cloud =
      new InMemoryCloud(Clock.systemUTC())
          .withBootTime(Duration.ofMillis(50))
          .withEndTime(Duration.ofMillis(50));

  @Override
  protected CapacityProvider newProvider() {
    return new InMemoryCapacityProvider(cloud);
  }

  @Override
  protected void fallShort() {
    cloud.withShortfall(1);
  }

  @Override
  protected void loseSight() {
    cloud.withReach(false);
  }

  @Override
  protected void takeAway(HostId host) {
    cloud.announce(host, Instant.now().plusSeconds(120));
  }
}
