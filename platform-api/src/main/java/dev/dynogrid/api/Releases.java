package dev.dynogrid.api;

import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.build.SourceTree;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Release;
import java.util.List;
import java.util.Optional;

/** The ledger of releases, and what adds to it. */
public interface Releases {
  /** All releases of an app, newest first, failed ones included. */
  List<Release> list(AppId app);

  /** The newest succeeded release: what runs. */
  Optional<Release> current(AppId app);

  /**
   * Deploys source that did not come by git: compiles, checks, releases, rolls out. Returns when
   * the new release serves.
   *
   * @throws dev.dynogrid.api.model.DynogridException {@code BUILD_FAILED}, {@code CHECK_FAILED} or
   *     {@code RELEASE_COMMAND_FAILED}; the release before it runs on, untouched
   */
  Release deploy(AppId app, SourceTree source, BuildOutput output);

  /**
   * Makes a new release out of the slug and the config vars of an old one, and the services of now.
   * Checked like a push. Returns when it serves.
   *
   * @param version the number of a succeeded release
   */
  Release rollback(AppId app, int version);
}
