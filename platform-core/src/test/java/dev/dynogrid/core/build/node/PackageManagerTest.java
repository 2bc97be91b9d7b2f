package dev.dynogrid.core.build.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackageManagerTest {
  private final Map<String, String> files = new HashMap<>();
  private Set<String> installed = Set.of("npm");
  private String packageJson = "{}";

  private PackageManager chosen() {
    return PackageManager.choose(
        PackageJson.parse(packageJson),
        new PackageManager.Files() {
          @Override
          public boolean has(String file) {
            return files.containsKey(file);
          }

          @Override
          public String text(String file) {
            return files.get(file);
          }
        },
        installed::contains);
  }

  @Test
  void withALockFileNpmInstallsWhatItSays() {
    files.put("package-lock.json", "{}");
    assertThat(chosen().install(false)).containsExactly("npm", "ci", "--omit=dev");
    assertThat(chosen().install(true)).containsExactly("npm", "ci", "--include=dev");
  }

  @Test
  void withoutOneNpmInstallsWhatPackageJsonSaysAndWritesNone() {
    assertThat(chosen().install(false))
        .containsExactly("npm", "install", "--no-package-lock", "--omit=dev");
  }

  @Test
  void yarnThatIsInstalledFollowsItsLockFile() {
    files.put("yarn.lock", "# yarn lockfile v1\n");
    installed = Set.of("npm", "yarn");
    assertThat(chosen().install(true))
        .startsWith("yarn", "install", "--frozen-lockfile")
        .contains("--production=false");
    assertThat(chosen().remark()).isEmpty();
  }

  @Test
  void yarnThatIsNotInstalledIsFetchedAndThatIsSaid() {
    files.put("yarn.lock", "# yarn lockfile v1\n");
    assertThat(chosen().install(false))
        .startsWith("npm", "exec", "--yes", "--package=yarn@1", "--", "yarn", "install");
    assertThat(chosen().remark().orElseThrow())
        .contains("yarn.lock asks for yarn, which this machine does not have");
  }

  @Test
  void aNewerYarnIsFetchedInTheVersionThatThePackageNames() {
    files.put("yarn.lock", "__metadata:\n  version: 8\n");
    packageJson = "{\"packageManager\": \"yarn@4.5.1+sha224.953c8233f7\"}";
    installed = Set.of("npm", "yarn");
    assertThat(chosen().install(true))
        .containsExactly(
            "npm",
            "exec",
            "--yes",
            "--package=@yarnpkg/cli-dist@4.5.1",
            "--",
            "yarn",
            "install",
            "--immutable");
  }

  @Test
  void aYarnOfTheRepositoryIsRunByNode() {
    files.put("yarn.lock", "__metadata:\n");
    files.put(".yarnrc.yml", "nodeLinker: pnp\nyarnPath: .yarn/releases/yarn-4.1.0.cjs\n");
    files.put(".yarn/releases/yarn-4.1.0.cjs", "");
    assertThat(chosen().command()).containsExactly("node", ".yarn/releases/yarn-4.1.0.cjs");
  }

  @Test
  void pnpmIsFetchedInAVersionThatReadsTheLockFile() {
    Map<String, String> versions =
        Map.of(
            "lockfileVersion: 5.4",
            "7",
            "lockfileVersion: '6.0'",
            "8",
            "lockfileVersion: '9.0'",
            "9");
    versions.forEach(
        (lock, version) -> {
          files.put("pnpm-lock.yaml", lock + "\n");
          assertThat(chosen().command()).contains("--package=pnpm@" + version);
        });
  }

  @Test
  void ofSeveralLockFilesTheOneThatThePackageNamesCountsElseNpms() {
    files.put("package-lock.json", "{}");
    files.put("pnpm-lock.yaml", "lockfileVersion: '9.0'\n");
    installed = Set.of("npm", "pnpm");
    assertThat(chosen().kind()).isEqualTo(PackageManager.Kind.NPM);
    assertThat(chosen().remark().orElseThrow()).contains("several lock files");
    packageJson = "{\"packageManager\": \"pnpm@9.1.0\"}";
    assertThat(chosen().command()).isEqualTo(List.of("pnpm"));
  }
}
