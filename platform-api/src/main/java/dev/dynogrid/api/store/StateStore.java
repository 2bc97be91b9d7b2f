package dev.dynogrid.api.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What must survive: apps, releases, domains, reserved ports. One store may be shared by several
 * control planes.
 *
 * <p>A store knows records and not their meaning: a record has a kind, a UUID, an owner, a name
 * that is unique within its kind, a version, and a JSON body. So a new kind needs no new method,
 * and a second implementation is small. What dynos do at the moment is not stored here: runtimes
 * list it.
 *
 * <ul>
 *   <li><b>SS-1</b> (MUST) When {@link #commit} returns, its changes survive the end of the process
 *       and of the machine at any instant; until then none of them is seen by anybody.
 *   <li><b>SS-2</b> (MUST) A commit is all or nothing. It applies only if every change finds the
 *       version that it expects and every name is free; otherwise it throws {@link
 *       ConflictException}, which names the record, and changes nothing.
 *   <li><b>SS-3</b> (MUST) A read that starts after a commit returned sees it, on any thread and
 *       from any control plane.
 *   <li><b>SS-4</b> (MUST) Revisions are numbers of commits, rising without reuse; {@link #changes}
 *       gives all changes after a revision in order, or says that it has forgotten some.
 *   <li><b>SS-5</b> (MUST) At most one holder has a lease at a time by the store's clock, and each
 *       change of holder gives a greater fencing number. A commit that names a lease which is no
 *       longer held is refused like a conflict.
 *   <li><b>SS-6</b> (MUST) Opening brings an older schema up by numbered migrations, each in one
 *       transaction; a newer schema than is known is refused, and left as it was.
 *   <li><b>SS-7</b> (MUST) It is safe for use by many threads; methods may block for I/O, with a
 *       bound. Errors are {@link dev.dynogrid.api.model.DynogridException}s.
 *   <li><b>SS-8</b> (SHOULD) Bodies may hold secrets, enciphered by the platform: they are in no
 *       log and no error message.
 * </ul>
 */
public interface StateStore extends AutoCloseable {
  /** Begins work, and brings the schema up (SS-6). Called once, before any other method. */
  void open();

  /** One record; empty if there is none. */
  Optional<StoredRecord> get(String kind, UUID id);

  /** The record of that name; empty if there is none. */
  Optional<StoredRecord> find(String kind, String name);

  /** All records of a kind, oldest first. */
  List<StoredRecord> list(String kind);

  /** The records of a kind that belong to an owner, oldest first. */
  List<StoredRecord> listOwned(String kind, UUID owner);

  /**
   * Applies all changes of a commit, or none.
   *
   * @return the revision of the commit
   * @throws ConflictException if a version, a name or the lease is not as expected
   */
  long commit(Commit commit);

  /**
   * Changes after a revision, oldest first.
   *
   * @param revision 0 for all that is known
   * @param limit the most records to give, 1 or more
   */
  ChangeFeed changes(long revision, int limit);

  /**
   * Takes or renews a lease.
   *
   * @param name what is leased
   * @param holder who wants it; the same holder renews
   * @param duration how long, by the store's clock, from 1 s
   * @return the lease; empty if somebody else holds it
   */
  Optional<Lease> lease(String name, UUID holder, Duration duration);

  /** Gives a lease back. Without effect if it is no longer held. */
  void release(Lease lease);

  /** Frees what is open. Idempotent. */
  @Override
  void close();
}
