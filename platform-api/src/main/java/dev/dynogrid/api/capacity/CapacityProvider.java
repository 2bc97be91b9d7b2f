package dev.dynogrid.api.capacity;

import dev.dynogrid.api.model.HostId;
import java.util.List;
import java.util.Set;

/**
 * Gets hosts and gives them back. It decides nothing: how many hosts are wanted is the business of
 * the grid and of the {@link StandbyPolicy}.
 *
 * <ul>
 *   <li><b>CP-1</b> (MUST) {@link #launch} accepts: it returns without waiting for a machine. What
 *       became of it is in {@link #list}.
 *   <li><b>CP-2</b> (MUST) A launch with an id that was used already asks for nothing new, also
 *       after a restart of the platform and while the first call is under way. <i>A call whose
 *       answer was lost is repeated.</i>
 *   <li><b>CP-3</b> (MUST) {@link #list} gives every host of this platform that may cost something:
 *       asked for, booting, ready, draining, terminating; and no other platform's. If it cannot
 *       know, it throws ({@code UNREACHABLE}): a host that is missing from a list is gone.
 *   <li><b>CP-4</b> (MUST) Every host carries the launch that it came from, so that one whose
 *       launch nobody remembers can be found and given back.
 *   <li><b>CP-5</b> (MUST) {@link #terminate} returns at once and may be repeated; the host is
 *       listed as terminating until it is gone. Terminating what is unknown does nothing.
 *   <li><b>CP-6</b> (MUST) A launch that got fewer hosts than asked for says so in {@link
 *       #launches} with a reason, and is never repeated by the provider itself: the platform
 *       decides anew.
 *   <li><b>CP-7</b> (MUST) A host is ready when dynos can be started on it, not when its machine
 *       runs.
 *   <li><b>CP-8</b> (MUST) A host keeps its id for as long as it is listed, also over restarts of
 *       the platform.
 *   <li><b>CP-9</b> (MUST) Methods are safe for use by many threads, and interruptible. No method
 *       takes longer than 30 s.
 *   <li><b>CP-10</b> (SHOULD) The listener is told of hosts that became ready, are about to be
 *       taken away, or are gone. These are hints.
 *   <li><b>CP-11</b> (MUST) A provider with {@link Capability#FIXED} refuses {@link #launch} and
 *       {@link #terminate} with an {@code UNSUPPORTED} error that names the capability; its hosts
 *       carry no launch.
 * </ul>
 */
public interface CapacityProvider extends AutoCloseable {
  /** What a provider may or may not be able to do. */
  enum Capability {
    /** The hosts are given: none can be launched or terminated. */
    FIXED,
    /** Hosts may be taken away by their owner, with a notice. */
    PREEMPTIBLE
  }

  /** A short name, such as {@code local}, for people. */
  String name();

  /** What it can do. */
  Set<Capability> capabilities();

  /** Begins work. Called once, before any method but the two above. */
  void open(CapacityContext context);

  /** Asks for hosts. */
  void launch(LaunchRequest request);

  /** Launches that have not yet come to all their hosts, and those that failed in the last hour. */
  List<LaunchStatus> launches();

  /** The hosts that there are. */
  List<Host> list();

  /** Gives a host back. */
  void terminate(HostId host);

  /** Lets go of everything, and leaves hosts as they are. Idempotent. */
  @Override
  void close();
}
