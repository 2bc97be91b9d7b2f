package dev.dynogrid.core.capacity;

import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.tck.CapacityProviderContract;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;

final class LocalCapacityProviderContractTest extends CapacityProviderContract {
  @Override
  protected CapacityProvider newProvider() {
    return new LocalCapacityProvider(Clock.systemUTC());
  }

  @Override
  protected Set<Ability> missing() {
    return EnumSet.allOf(Ability.class);
  }
}
