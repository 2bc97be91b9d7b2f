package dev.dynogrid.api.runtime;

import dev.dynogrid.api.model.DynoCode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a dyno ended.
 *
 * @param status the exit status; 128 + n if signal n ended it; -1 if it is not known, as after a
 *     reboot
 * @param code what the runtime ended it for, if it did ({@code R12}, {@code R15}, {@code R17})
 * @param reason for people: {@code exited with status 1}, {@code killed by SIGKILL}
 * @param at when
 */
public record DynoExit(int status, Optional<DynoCode> code, String reason, Instant at) {
  /** The status of a dyno of which nobody knows how it ended. */
  public static final int UNKNOWN_STATUS = -1;

  /** Checks the parts. */
  public DynoExit {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(at, "at");
  }

  /** A plain end with a status. */
  public static DynoExit of(int status, Instant at) {
    String reason =
        status < 0
            ? "ended; its status is not known"
            : status > 128 && status <= 128 + 64
                ? "killed by signal " + (status - 128)
                : "exited with status " + status;
    return new DynoExit(status, Optional.empty(), reason, at);
  }
}
