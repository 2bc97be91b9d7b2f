package dev.dynogrid.core;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Endpoint;

/** The control port with all that is served on it. */
interface ControlPort extends AutoCloseable {
  /** Listens. */
  Endpoint open();

  /** Removes what an app has here: its repository. */
  void forget(AppId app);

  /** Stops listening. Idempotent. */
  @Override
  void close();
}
