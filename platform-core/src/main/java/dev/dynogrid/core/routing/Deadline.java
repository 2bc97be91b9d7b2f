package dev.dynogrid.core.routing;

import org.jspecify.annotations.Nullable;

/** Something that happens unless it is put off: an element of the lists of {@link Deadlines}. */
final class Deadline {
  private final Runnable action;
  private @Nullable Deadline previous;
  private @Nullable Deadline next;
  long at;
  long tick;

  Deadline(Runnable action) {
    this.action = action;
  }

  static Deadline listHead() {
    Deadline head = new Deadline(() -> {});
    head.previous = head;
    head.next = head;
    return head;
  }

  void expired() {
    action.run();
  }

  boolean isLinked() {
    return next != null;
  }

  void linkAfter(Deadline head) {
    Deadline second = head.next;
    previous = head;
    next = second;
    head.next = this;
    if (second != null) {
      second.previous = this;
    }
  }

  void unlink() {
    if (previous != null) {
      previous.next = next;
    }
    if (next != null) {
      next.previous = previous;
    }
    previous = null;
    next = null;
  }

  /** The first of the list that this is the head of. */
  @Nullable Deadline first() {
    return next == this ? null : next;
  }

  /** Moves all of the list that this is the head of to an empty one. */
  void moveAllTo(Deadline other) {
    Deadline first = next;
    Deadline last = previous;
    if (first == null || last == null || first == this) {
      return;
    }
    other.next = first;
    first.previous = other;
    other.previous = last;
    last.next = other;
    next = this;
    previous = this;
  }
}
