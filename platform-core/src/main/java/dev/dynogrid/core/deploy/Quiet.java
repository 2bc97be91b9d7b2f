package dev.dynogrid.core.deploy;

import dev.dynogrid.api.build.BuildOutput;

/** For changes that nobody watches: what matters is in the exception, or in the app's log. */
enum Quiet implements BuildOutput {
  /** The only one. */
  OUTPUT;

  @Override
  public void step(String text) {}

  @Override
  public void detail(String text) {}

  @Override
  public void warning(String text) {}
}
