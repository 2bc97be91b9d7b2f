package dev.dynogrid.core.build.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.core.build.classic.BuildpackReference.InApp;
import dev.dynogrid.core.build.classic.BuildpackReference.Local;
import dev.dynogrid.core.build.classic.BuildpackReference.Named;
import dev.dynogrid.core.build.classic.BuildpackReference.Remote;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BuildpackReferenceTest {
  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of("nodejs", new Named("nodejs")),
        Arguments.of("  heroku/nodejs ", new Named("heroku/nodejs")),
        Arguments.of("urn:buildpack:heroku/ruby", new Named("heroku/ruby")),
        Arguments.of("https://h.example/a.git", remote("https://h.example/a.git", null)),
        Arguments.of("https://h.example/a#v1.2", remote("https://h.example/a", "v1.2")),
        Arguments.of("https://h.example/a#feature/x", remote("https://h.example/a", "feature/x")),
        Arguments.of("http://h.example/a#", remote("http://h.example/a", null)),
        Arguments.of("git://h.example/a", remote("git://h.example/a", null)),
        Arguments.of("file:///srv/a.git#main", local("/srv/a.git", "main")),
        Arguments.of("/srv/a", local("/srv/a", null)),
        Arguments.of("/srv/x/../a#main", local("/srv/a", "main")),
        Arguments.of(".", new InApp(Path.of(""))),
        Arguments.of("./build/pack", new InApp(Path.of("build/pack"))));
  }

  private static Remote remote(String url, String ref) {
    return new Remote(url, Optional.ofNullable(ref));
  }

  private static Local local(String path, String ref) {
    return new Local(Path.of(path), Optional.ofNullable(ref));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void eachFormIsRead(String text, BuildpackReference expected) {
    assertThat(BuildpackReference.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "two words",
        "a\nb",
        "--upload-pack=x",
        "ext::sh -c x",
        "ext::sh",
        "ssh://h/a",
        "git@h.example:a/b.git",
        "https://",
        "file://relative",
        "./../../etc",
        "UPPER",
        "https://h/a#--force",
        "https://h/a#a..b",
        "https://h/a#a b",
        "a/b/c",
        "nodejs#v1"
      })
  void whatIsNoneIsRefusedInOneForm(String text) {
    assertThatThrownBy(() -> BuildpackReference.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s)buildpack.*: .*\\(expected: .+\\)");
  }

  @Test
  void credentialsAreNotShown() {
    assertThat(BuildpackReference.parse("https://user:secret@h.example/a.git#v1").shown())
        .isEqualTo("https://h.example/a.git#v1");
    assertThatThrownBy(() -> BuildpackReference.parse("ssh://user:secret@h.example/a"))
        .hasMessageNotContaining("secret");
  }
}
