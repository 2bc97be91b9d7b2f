package dev.dynogrid.core.build.python;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The file that says what an app needs.
 *
 * @param kind how it is read
 * @param file its name
 */
record Manifest(Kind kind, String file) {
  /** How a manifest is read. */
  enum Kind {
    REQUIREMENTS,
    UV,
    POETRY,
    PIPENV,
    PROJECT,
    SETUP,
    NONE;

    /** Prints the requirements of a manifest that pip does not read; empty if it does. */
    List<String> export() {
      return switch (this) {
        case UV ->
            List.of("uv", "export", "--frozen", "--no-dev", "--no-hashes", "--no-emit-project");
        case POETRY -> List.of("poetry", "export", "--without-hashes", "--format=requirements.txt");
        case PIPENV -> List.of("pipenv", "requirements");
        case REQUIREMENTS, PROJECT, SETUP, NONE -> List.of();
      };
    }
  }

  /** Every file that decides what is installed, beside those that requirement files name. */
  static final List<String> INPUTS =
      List.of(
          "requirements.txt",
          "Pipfile",
          "Pipfile.lock",
          "pyproject.toml",
          "poetry.lock",
          "uv.lock",
          "setup.py",
          "setup.cfg");

  /**
   * Chooses: what pip reads wins, then a lock file, then what is not locked.
   *
   * @param isFile whether the app has such a file
   * @param project the text of pyproject.toml, if there is one
   */
  static Manifest choose(Predicate<String> isFile, Optional<String> project) {
    boolean poetry =
        isFile.test("poetry.lock")
            || project.filter(text -> text.contains("[tool.poetry")).isPresent();
    boolean listed = project.filter(text -> text.matches("(?s).*\\[project]\\s.*")).isPresent();
    if (isFile.test("requirements.txt")) {
      return new Manifest(Kind.REQUIREMENTS, "requirements.txt");
    } else if (isFile.test("uv.lock")) {
      return new Manifest(Kind.UV, "uv.lock");
    } else if (poetry && !(listed && !isFile.test("poetry.lock"))) {
      return new Manifest(
          Kind.POETRY, isFile.test("poetry.lock") ? "poetry.lock" : "pyproject.toml");
    } else if (isFile.test("Pipfile.lock") || isFile.test("Pipfile")) {
      return new Manifest(Kind.PIPENV, isFile.test("Pipfile.lock") ? "Pipfile.lock" : "Pipfile");
    } else if (listed) {
      return new Manifest(Kind.PROJECT, "pyproject.toml");
    }
    return isFile.test("setup.py")
        ? new Manifest(Kind.SETUP, "setup.py")
        : new Manifest(Kind.NONE, "");
  }

  /** Those of {@link #INPUTS} that the app has more than one of, and of which only one counts. */
  static List<String> unused(Predicate<String> isFile, Manifest chosen) {
    if (chosen.kind() != Kind.REQUIREMENTS) {
      return List.of();
    }
    return Stream.of("Pipfile.lock", "poetry.lock", "uv.lock").filter(isFile).toList();
  }
}
