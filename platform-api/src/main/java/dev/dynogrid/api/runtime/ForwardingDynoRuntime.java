package dev.dynogrid.api.runtime;

import dev.dynogrid.api.build.Stack;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.SlugId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A runtime that leaves everything to another one. Extend it to change one thing of a runtime, such
 * as what every dyno finds in its environment.
 */
public abstract class ForwardingDynoRuntime implements DynoRuntime {
  private final DynoRuntime delegate;

  /** Leaves everything to this runtime. */
  protected ForwardingDynoRuntime(DynoRuntime delegate) {
    this.delegate = Objects.requireNonNull(delegate, "delegate");
  }

  @Override
  public String name() {
    return delegate.name();
  }

  @Override
  public Set<Capability> capabilities() {
    return delegate.capabilities();
  }

  @Override
  public Stack stack() {
    return delegate.stack();
  }

  @Override
  public void open(RuntimeContext context) {
    delegate.open(context);
  }

  @Override
  public void start(Placement placement, DynoSpec spec) {
    delegate.start(placement, spec);
  }

  @Override
  public void stop(DynoId dyno, Duration grace) {
    delegate.stop(dyno, grace);
  }

  @Override
  public List<DynoStatus> list(Placement where) {
    return delegate.list(where);
  }

  @Override
  public void forget(DynoId dyno) {
    delegate.forget(dyno);
  }

  @Override
  public DynoSession attach(DynoId dyno) {
    return delegate.attach(dyno);
  }

  @Override
  public void prune(Set<SlugId> needed) {
    delegate.prune(needed);
  }

  @Override
  public void close() {
    delegate.close();
  }
}
