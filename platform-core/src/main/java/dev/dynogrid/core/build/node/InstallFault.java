package dev.dynogrid.core.build.node;

import java.util.regex.Pattern;

/** Why packages could not be installed, and what their owner can do. */
enum InstallFault {
  OUT_OF_REACH(
      "ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH"
          + "|ENETUNREACH|network request failed|network timeout|ERR_SOCKET_TIMEOUT|Idle timeout|ENOTCACHED",
      "the package registry is out of reach: push again when it can be reached, name another one"
          + " in .npmrc (registry=…), or commit node_modules"),
  LOCK_DIFFERS(
      "package\\.json and package-lock\\.json .*are in sync|npm-shrinkwrap\\.json .*are in sync"
          + "|Your lockfile needs to be updated|ERR_PNPM_OUTDATED_LOCKFILE|YN0028",
      "the lock file does not fit package.json: run the package manager's install, commit the lock"
          + " file and push again"),
  NO_SUCH_PACKAGE(
      "code (E404|ETARGET)|404 Not Found|ERR_PNPM_FETCH_404|No matching version",
      "the registry has no such package, or not in that version: see package.json"),
  NO_ACCESS(
      "code (E401|E403|ENEEDAUTH)|ERR_PNPM_FETCH_40[13]|401 Unauthorized|403 Forbidden",
      "the registry refuses access: name a token in .npmrc"
          + " (//registry.example.com/:_authToken=${NPM_TOKEN}), and set it as a config var"),
  TREE(
      "ERESOLVE",
      "the dependencies contradict each other: mend package.json, or set the config var"
          + " NPM_CONFIG_LEGACY_PEER_DEPS=true"),
  NATIVE(
      "gyp ERR!|node-gyp",
      "a package has native code that does not compile on this machine: see the first error above"),
  SCRIPT(
      "code ELIFECYCLE|command sh -c|ERR_PNPM_.*LIFECYCLE",
      "a script of a package failed: see its output above"),
  OTHER("", "see its output above");

  private final Pattern sign;
  private final String advice;

  InstallFault(String sign, String advice) {
    this.sign = Pattern.compile(sign);
    this.advice = advice;
  }

  /** The first that the output speaks of. */
  static InstallFault of(String output) {
    for (InstallFault fault : values()) {
      if (fault.sign.matcher(output).find()) {
        return fault;
      }
    }
    return OTHER;
  }

  String advice() {
    return advice;
  }
}
