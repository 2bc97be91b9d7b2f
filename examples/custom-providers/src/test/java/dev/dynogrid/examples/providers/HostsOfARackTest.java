package dev.dynogrid.examples.providers;

import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.tck.CapacityProviderContract;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

final class HostsOfARackTest extends CapacityProviderContract {
  @Override
  protected CapacityProvider newProvider() {
    return new HostsOfARack(List.of("alpha", "beta"), new Resources(1L << 32, 4_000));
  }

  @Override
  protected Set<Ability> missing() {
    return EnumSet.allOf(Ability.class);
  }
}
