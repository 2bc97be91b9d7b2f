package dev.dynogrid.api.service;

import dev.dynogrid.api.model.AppId;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Provides one kind of service, such as PostgreSQL.
 *
 * <ul>
 *   <li><b>SV-1</b> (MUST) {@link #provision} accepts, and with an id that is listed already does
 *       nothing. {@link #list} tells when the service is ready.
 *   <li><b>SV-2</b> (MUST) {@link #list} gives every service of this platform that was provisioned
 *       and is not gone. If it cannot know, it throws ({@code UNREACHABLE}).
 *   <li><b>SV-3</b> (MUST) {@link #bind} gives an app credentials of its own, the same ones if it
 *       is repeated; {@link #unbind} ends them. They are in no log and no error message.
 *   <li><b>SV-4</b> (MUST) {@link #deprovision} may be repeated; data is gone once the service is
 *       not listed any more.
 *   <li><b>SV-5</b> (MUST) No app reaches what is another's.
 *   <li><b>SV-6</b> (MUST) Methods are safe for use by many threads, and interruptible. No method
 *       takes longer than 30 s.
 * </ul>
 */
public interface ServiceProvider extends AutoCloseable {
  /** The kind, such as {@code postgresql}. */
  String kind();

  /** The plans that can be asked for, the usual one first. */
  List<String> plans();

  /** Asks for a service. */
  void provision(UUID service, String plan);

  /** The services that there are. */
  List<ServiceStatus> list();

  /**
   * Attaches an app.
   *
   * @return config vars for the app, such as {@code DATABASE_URL}; secret
   */
  Map<String, String> bind(UUID service, AppId app);

  /** Detaches an app. Without effect if it is not attached. */
  void unbind(UUID service, AppId app);

  /** Gives a service back, with its data. */
  void deprovision(UUID service);

  /** Lets go of everything, and leaves services as they are. Idempotent. */
  @Override
  void close();
}
