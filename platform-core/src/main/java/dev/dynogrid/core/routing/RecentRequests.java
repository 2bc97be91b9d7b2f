package dev.dynogrid.core.routing;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last requests of one worker, so that what was decided for them can be told: those that ended
 * with an error have places of their own, or a busy mesh would forget them within a second. Written
 * by the worker's thread, read by any.
 */
final class RecentRequests {
  private static final int ALL = 2048;
  private static final int FAILED = 1024;
  private static final int FIRST_ERROR = 500;

  private final AtomicReferenceArray<AccessNotes> all = new AtomicReferenceArray<>(ALL);
  private final AtomicReferenceArray<AccessNotes> failed = new AtomicReferenceArray<>(FAILED);
  private int next;
  private int nextFailed;

  void add(AccessNotes ended) {
    if (ended.code() != null || ended.status() >= FIRST_ERROR) {
      failed.lazySet(nextFailed++ & (FAILED - 1), ended);
    } else {
      all.lazySet(next++ & (ALL - 1), ended);
    }
  }

  @Nullable AccessNotes find(String requestId) {
    AccessNotes found = find(failed, requestId);
    return found == null ? find(all, requestId) : found;
  }

  private static @Nullable AccessNotes find(
      AtomicReferenceArray<AccessNotes> ring, String requestId) {
    for (int i = 0; i < ring.length(); i++) {
      AccessNotes notes = ring.get(i);
      if (notes != null && notes.requestId().equals(requestId)) {
        return notes;
      }
    }
    return null;
  }
}
