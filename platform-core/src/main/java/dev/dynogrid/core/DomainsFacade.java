package dev.dynogrid.core;

import dev.dynogrid.api.Domains;
import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Domains, as somebody. */
final class DomainsFacade implements Domains {
  private static final int LONGEST = 253;
  private static final Pattern HOST_NAME =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private final Engine engine;
  private final Actor actor;

  DomainsFacade(Engine engine, Actor actor) {
    this.engine = engine;
    this.actor = actor;
  }

  @Override
  public Set<String> list(AppId app) {
    return engine.ledger().get(app).app().domains();
  }

  @Override
  public void add(AppId app, String hostName) {
    String checked = checked(hostName);
    String own = engine.config().domain();
    if (checked.equals(own) || checked.endsWith("." + own)) {
      throw new DynogridException(
          ErrorCode.CONFLICT,
          "host name: "
              + checked
              + " (expected: one outside of "
              + own
              + ", whose names belong to the apps of that name)");
    }
    engine.ledger().addDomain(app, checked, actor);
    changed(app);
  }

  @Override
  public void remove(AppId app, String hostName) {
    engine.ledger().removeDomain(app, checked(hostName), actor);
    changed(app);
  }

  private void changed(AppId app) {
    engine.happened(new PlatformEvent.DomainsChanged(app, engine.clock().instant()));
    Waits.on(engine.grid().inEffect(app), Waits.SHORT, "the route of " + app);
  }

  private static String checked(String hostName) {
    String lower = hostName.toLowerCase(Locale.ROOT);
    Arguments.check(lower.length() <= LONGEST, "host name", lower, "at most 253 characters");
    return Arguments.matching("host name", lower, HOST_NAME, "a host name such as www.example.com");
  }
}
