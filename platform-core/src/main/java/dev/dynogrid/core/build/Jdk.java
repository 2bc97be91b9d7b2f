package dev.dynogrid.core.build;

import java.nio.file.Path;

/**
 * A JDK of this machine.
 *
 * @param home its folder
 * @param version such as 17.0.15
 */
record Jdk(Path home, String version) {
  /** The number that people mean: 8 for 1.8.0_392, 21 for 21.0.4. */
  int feature() {
    return JavaVersion.feature(version).orElse(0);
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }
}
