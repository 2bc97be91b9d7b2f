package dev.dynogrid.api.runtime;

import dev.dynogrid.api.build.Stack;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.SlugId;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Runs dynos: starts them, stops them, and tells which there are. It decides nothing: what should
 * run, where, and what follows from an exit is the grid's business.
 *
 * <p>Everything that a runtime must remember over the end of the platform, it keeps with the dynos
 * (labels, files beside the process), so that {@link #list} tells the truth to a platform that
 * knows nothing.
 *
 * <ul>
 *   <li><b>DR-1</b> (MUST) {@link #start} accepts: it returns without waiting for the app to boot,
 *       and from its return on the dyno is in {@link #list} until {@link #forget}, whatever becomes
 *       of it. <i>A platform that dies in between finds it.</i>
 *   <li><b>DR-2</b> (MUST) {@link #start} with an id that is listed already does nothing. <i>A call
 *       whose answer was lost is repeated.</i>
 *   <li><b>DR-3</b> (MUST) {@link #list} gives every dyno of this platform that was started and not
 *       forgotten, also by an earlier run of the platform, and no other platform's. If it cannot
 *       know, it throws ({@code UNREACHABLE}): an empty list means that there are none.
 *   <li><b>DR-4</b> (MUST) A dyno that ended stays listed as {@link DynoStatus.Phase#EXITED}, with
 *       how it ended and when, until it is forgotten.
 *   <li><b>DR-5</b> (MUST) {@link #stop} returns at once; every process of the dyno gets SIGTERM,
 *       and SIGKILL once the grace period is over. When the dyno is listed as exited, none of its
 *       processes is left. Stopping what has ended or is unknown does nothing; a second stop may
 *       shorten the grace period, never extend it.
 *   <li><b>DR-6</b> (MUST) {@link DynoStatus#listening} is true only if a process of this very dyno
 *       listens on the endpoint. <i>Another process on the port must not pass for a healthy
 *       dyno.</i>
 *   <li><b>DR-7</b> (MUST) The listener is told within 20 ms when a dyno begins to listen and when
 *       it exits, adopted ones included. These are hints: the platform lists before it acts, and a
 *       lost hint delays, no more.
 *   <li><b>DR-8</b> (MUST) Output goes to the context's log sink line by line, in order; a line
 *       longer than 10,000 bytes in pieces. A dyno that writes is neither blocked nor ended by a
 *       platform that does not read; while there is none, the newest 1 MB is kept and given after
 *       the next {@link #open}.
 *   <li><b>DR-9</b> (MUST) With {@link Capability#SURVIVES_PLATFORM}, the end of the platform, also
 *       by {@code kill -9}, and {@link #close} leave dynos running.
 *   <li><b>DR-10</b> (MUST) The environment of the dyno is what the specification says, {@code
 *       PORT} and what its stack needs ({@code HOME}, {@code PATH}, {@code DYNO}, {@code LANG}),
 *       and is not to be read in process lists.
 *   <li><b>DR-11</b> (MUST) The slug is checked against its SHA-256 where it arrives, before it is
 *       unpacked; one that does not match is not run, and the dyno is listed as exited with {@link
 *       dev.dynogrid.api.model.DynoCode#R17}.
 *   <li><b>DR-12</b> (MUST) Dynos of a release on one host share one unpacked slug, read-only to
 *       them (who runs dynos as root without {@link Capability#ISOLATION} cannot keep that).
 *   <li><b>DR-13</b> (MUST) Two live dynos of a host never have the same endpoint.
 *   <li><b>DR-14</b> (MUST) Who asks for what the runtime has not (a terminal, a place of its own
 *       choice) is refused with an {@code UNSUPPORTED} error that names the capability. Limits and
 *       isolation that it has not it runs without: {@link #capabilities} says so.
 *   <li><b>DR-15</b> (MUST) Methods are safe for use by many threads, and interruptible. No method
 *       takes longer than 30 s.
 *   <li><b>DR-16</b> (SHOULD) {@link #start} of a dyno whose slug is on the host returns within 50
 *       ms.
 *   <li><b>DR-17</b> (MUST) The streams of a dyno that is to be attached to are given whole, from
 *       the first byte to the last, to the one who attaches, and to no log; a second one is
 *       refused. Closing the session ends the dyno.
 *   <li><b>DR-18</b> (MUST) A limit that is among the capabilities holds for all processes of a
 *       dyno together: over twice its memory the dyno is ended with {@link
 *       dev.dynogrid.api.model.DynoCode#R15}; a process more than it may have is not started.
 *   <li><b>DR-19</b> (MUST) With {@link Capability#ISOLATION} a dyno sees neither another dyno's
 *       processes and files nor the platform's.
 * </ul>
 */
public interface DynoRuntime extends AutoCloseable {
  /** What a runtime may or may not be able to do. */
  enum Capability {
    /** It chooses hosts itself; the platform passes {@link Placement#anywhere()}. */
    PLACES_BY_ITSELF,
    /** Its dynos outlive the platform and are adopted by the next one. */
    SURVIVES_PLATFORM,
    /** One-off dynos can have a terminal. */
    TERMINAL,
    /** Memory limits of {@link Limits} are enforced. */
    MEMORY_LIMIT,
    /** CPU limits of {@link Limits} are enforced. */
    CPU_LIMIT,
    /** Process limits of {@link Limits} are enforced. */
    PROCESS_LIMIT,
    /** Dynos cannot see each other's files and processes, nor the platform's. */
    ISOLATION
  }

  /** A short name, such as {@code process}, for people. */
  String name();

  /** What it can do. Does not change once the runtime is open. */
  Set<Capability> capabilities();

  /** What slugs must be compiled for to run here. */
  Stack stack();

  /**
   * Begins work: finds what runs already, and takes up its output. Called once, before any other
   * method but the three above.
   */
  void open(RuntimeContext context);

  /** Starts a dyno. */
  void start(Placement placement, DynoSpec spec);

  /**
   * Ends a dyno.
   *
   * @param grace from SIGTERM to SIGKILL; 0 for SIGKILL at once
   */
  void stop(DynoId dyno, Duration grace);

  /**
   * What there is.
   *
   * @param where one host; or anywhere, if the runtime places by itself
   */
  List<DynoStatus> list(Placement where);

  /** Drops the memory of a dyno that has exited. Without effect on others. */
  void forget(DynoId dyno);

  /**
   * Takes hold of the streams of a one-off dyno whose specification asked for them. A dyno can be
   * attached to once.
   */
  DynoSession attach(DynoId dyno);

  /**
   * Removes unpacked slugs that nothing needs.
   *
   * @param needed slugs that must stay; those of listed dynos stay as well
   */
  void prune(Set<SlugId> needed);

  /** Lets go of everything, and leaves dynos as they are. Idempotent. */
  @Override
  void close();
}
