package dev.dynogrid.api.capacity;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.LaunchId;
import java.time.Instant;

/**
 * Makes a bare machine a host: gives it a script for its first boot, and what it needs to join once
 * it calls home.
 *
 * <ul>
 *   <li><b>HB-1</b> (MUST) The script holds nothing that is worth stealing but a token of the
 *       launch, which works once a machine and until the join deadline.
 *   <li><b>HB-2</b> (MUST) {@link #join} checks the token and whether the machine is one of the
 *       launch; a second use by the same machine is refused.
 *   <li><b>HB-3</b> (MUST) It is safe for use by many threads, and works with any control plane
 *       that shares the store.
 * </ul>
 */
public interface HostBootstrap {
  /** For hosts that need none, such as the machine that the platform runs on. */
  HostBootstrap NONE =
      new HostBootstrap() {
        @Override
        public String script(LaunchId launch, Instant joinDeadline) {
          return "";
        }

        @Override
        public String join(LaunchId launch, String machine, String token) {
          throw new DynogridException(
              ErrorCode.UNSUPPORTED,
              "machine " + machine + " cannot join: this platform has no host bootstrap");
        }
      };

  /**
   * What the machine runs at its first boot.
   *
   * @param launch the launch that it belongs to
   * @param joinDeadline until when it may join
   * @return a script or cloud-init document of at most 16 KB
   */
  String script(LaunchId launch, Instant joinDeadline);

  /**
   * Lets a machine in that has called home.
   *
   * @param launch the launch that it names
   * @param machine the provider's own name for it
   * @param token the token of its script
   * @return what it needs to join, such as certificates; secret
   */
  String join(LaunchId launch, String machine, String token);
}
