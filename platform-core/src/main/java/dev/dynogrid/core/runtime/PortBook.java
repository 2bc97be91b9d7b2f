package dev.dynogrid.core.runtime;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.ConflictException;
import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.api.store.StoredRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reserves ports in the store until their dynos are gone. Goes round the range, so that a port that
 * has just become free is not given again at once.
 */
final class PortBook {
  private static final Logger log = LoggerFactory.getLogger(PortBook.class);
  private static final String KIND = "port";

  private final StateStore store;
  private final ProcessOptions.Range range;
  private final AtomicInteger next;

  PortBook(StateStore store, ProcessOptions.Range range, int start) {
    this.store = store;
    this.range = range;
    this.next = new AtomicInteger(Math.floorMod(start, range.size()));
  }

  /** A port that no other dyno of this platform has, and on which nobody listens at the moment. */
  int reserve(HostId host, DynoId dyno) {
    for (int tried = 0; tried < range.size(); tried++) {
      int port = range.first() + next.getAndUpdate(n -> (n + 1) % range.size());
      if (isFree(port) && take(host, dyno, port)) {
        return port;
      }
    }
    throw new DynogridException(
        ErrorCode.EXHAUSTED,
        "no free port from " + range.first() + " to " + range.last() + ": stop some dynos");
  }

  private boolean take(HostId host, DynoId dyno, int port) {
    try {
      store.commit(
          Commit.by(Actor.PLATFORM)
              .create(
                  KIND,
                  dyno.value(),
                  Optional.of(host.value()),
                  Optional.of(host + ":" + port),
                  "{\"port\":" + port + "}")
              .build());
      return true;
    } catch (ConflictException e) {
      log.debug("port {} is reserved", port);
      return false;
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[4]), port));
      return true;
    } catch (IOException e) {
      log.debug("port {} is taken: {}", port, e.getMessage());
      return false;
    }
  }

  void free(DynoId dyno) {
    Optional<StoredRecord> reserved = store.get(KIND, dyno.value());
    try {
      reserved.ifPresent(record -> store.commit(Commit.by(Actor.PLATFORM).delete(record).build()));
    } catch (ConflictException e) {
      log.debug("the port of dyno {} is free already", dyno);
    }
  }
}
