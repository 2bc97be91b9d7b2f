package dev.dynogrid.core.build.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallFaultTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "npm error code ENOTFOUND|OUT_OF_REACH",
        "npm error code EAI_AGAIN|OUT_OF_REACH",
        "FetchError: request to x failed, reason: connect ECONNREFUSED|OUT_OF_REACH",
        "npm error network timeout at: http://127.0.0.1:1/vary|OUT_OF_REACH",
        "npm error code ENOTCACHED|OUT_OF_REACH",
        "npm error `npm ci` can only install packages when your package.json and package-lock.json"
            + " or npm-shrinkwrap.json are in sync.|LOCK_DIFFERS",
        "error Your lockfile needs to be updated, but yarn was run with"
            + " `--frozen-lockfile`.|LOCK_DIFFERS",
        "ERR_PNPM_OUTDATED_LOCKFILE  Cannot install|LOCK_DIFFERS",
        "npm error code E404|NO_SUCH_PACKAGE",
        "npm error code ETARGET|NO_SUCH_PACKAGE",
        "npm error code E401|NO_ACCESS",
        "npm error code ERESOLVE|TREE",
        "npm error gyp ERR! build error|NATIVE",
        "npm error command sh -c node install.js|SCRIPT",
        "something else|OTHER",
      })
  void theCauseIsFoundInWhatTheToolSays(String output, InstallFault fault) {
    assertThat(InstallFault.of("npm warn x\n" + output + "\nmore")).isEqualTo(fault);
  }
}
