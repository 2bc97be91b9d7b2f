package dev.dynogrid.core.build.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PruningTest {
  private static final String ACCOUNT =
      """
      {"packages": {
        "node_modules/express": {"version": "4.19.0"},
        "node_modules/vite": {"version": "5.0.0", "dev": true},
        "node_modules/@types/node": {"dev": true},
        "node_modules/express/node_modules/ms": {"dev": true},
        "node_modules/fsevents": {"devOptional": true},
        "packages/own": {"dev": true},
        "node_modules/../../outside": {"dev": true},
        "node_modules/..": {"dev": true}}}
      """;
  private static final List<String> FOLDERS =
      List.of("node_modules/vite", "node_modules/@swc/register");

  @Test
  void whatServesTheBuildAloneIsRemovedAndNothingOutsideOfTheModules() {
    assertThat(Pruning.folders(ACCOUNT).orElseThrow())
        .containsExactlyInAnyOrder(
            "node_modules/vite",
            "node_modules/@types/node",
            "node_modules/express/node_modules/ms");
  }

  @Test
  void anAccountThatCannotBeReadIsNone() {
    assertThat(Pruning.folders("{")).isEmpty();
    assertThat(Pruning.folders("[]")).isEmpty();
    assertThat(Pruning.folders("{\"packages\": 3}")).isEmpty();
  }

  @Test
  void aProgramOrAPreloadedModuleOfADevelopmentPackageIsNeeded() {
    Map<String, String> owners = Map.of("vite", "node_modules/vite", "serve", "node_modules/serve");
    assertThat(Pruning.neededBy("PORT=1 vite preview", FOLDERS, owners))
        .hasValue("node_modules/vite");
    assertThat(Pruning.neededBy("cd x && vite", FOLDERS, owners)).hasValue("node_modules/vite");
    assertThat(Pruning.neededBy("serve -s dist", FOLDERS, owners)).isEmpty();
    assertThat(Pruning.neededBy("node -r @swc/register a.js", FOLDERS, owners))
        .hasValue("node_modules/@swc/register");
    assertThat(Pruning.neededBy("node --import=@swc/register/esm a.js", FOLDERS, owners))
        .isPresent();
    assertThat(Pruning.neededBy("node vite.js", FOLDERS, owners)).isEmpty();
  }

  @Test
  void configVarsCanKeepEverything() {
    assertThat(Pruning.refusal(Map.of())).isEmpty();
    assertThat(Pruning.refusal(Map.of("NODE_ENV", "production"))).isEmpty();
    assertThat(Pruning.refusal(Map.of("NODE_ENV", "staging"))).hasValue("NODE_ENV is staging");
    assertThat(Pruning.refusal(Map.of("NPM_CONFIG_PRODUCTION", "false"))).isPresent();
    assertThat(Pruning.refusal(Map.of("YARN_PRODUCTION", "false"))).isPresent();
    assertThat(Pruning.refusal(Map.of("PNPM_SKIP_PRUNING", "true"))).isPresent();
  }
}
