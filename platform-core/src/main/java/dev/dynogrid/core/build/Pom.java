package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * One {@code pom.xml} as it stands: without its parents, which only Maven can find. Enough to know
 * what is coming before Maven runs.
 */
final class Pom {
  static final String NAME = "pom.xml";

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");
  private static final int MOST_REFERENCES = 5;
  private static final int LONGEST_VALUE = 1000;

  private final Element project;

  private Pom(Element project) {
    this.project = project;
  }

  static Pom parse(String file, String text) throws IOException {
    try {
      return new Pom(Xml.parse(text).getDocumentElement());
    } catch (SAXException e) {
      String line = e instanceof SAXParseException at ? ", line " + at.getLineNumber() : "";
      throw new BuildFailedException(file + line + ": " + e.getMessage(), e);
    }
  }

  /** The texts of all elements at a path below the project: {@code at("modules", "module")}. */
  List<String> at(String... path) {
    return Xml.elements(project, path).map(this::text).toList();
  }

  Optional<String> first(String... path) {
    return at(path).stream().filter(text -> !text.isEmpty()).findFirst();
  }

  Optional<String> property(String name) {
    return first("properties", name);
  }

  /** The artifacts of plugins that run, in profiles too. */
  List<String> plugins() {
    return Stream.concat(
            at("build", "plugins", "plugin", "artifactId").stream(),
            at("profiles", "profile", "build", "plugins", "plugin", "artifactId").stream())
        .toList();
  }

  /** What a plugin's configuration says, for all executions or for one. */
  List<String> configuration(String plugin, String... path) {
    return Xml.elements(project, "build", "plugins", "plugin")
        .filter(element -> child(element, "artifactId").equals(plugin))
        .flatMap(
            element ->
                Stream.concat(
                    Xml.elements(element, "configuration"),
                    Xml.elements(element, "executions", "execution", "configuration")))
        .flatMap(configuration -> Xml.elements(configuration, path))
        .map(this::text)
        .toList();
  }

  /**
   * A dependency.
   *
   * @param scope compile unless it says otherwise
   */
  record Dependency(String group, String artifact, String version, String scope) {}

  List<Dependency> dependencies() {
    List<Dependency> all = new ArrayList<>();
    Xml.elements(project, "dependencies", "dependency")
        .forEach(
            element -> {
              String scope = child(element, "scope");
              all.add(
                  new Dependency(
                      child(element, "groupId"),
                      child(element, "artifactId"),
                      child(element, "version"),
                      scope.isEmpty() ? "compile" : scope));
            });
    return all;
  }

  private String child(Element element, String name) {
    return Xml.elements(element, name).findFirst().map(this::text).orElse("");
  }

  /** Its text, with this file's own properties put in. */
  private String text(Element element) {
    String text = element.getTextContent().strip();
    for (int i = 0; i < MOST_REFERENCES; i++) {
      Matcher reference = REFERENCE.matcher(text);
      if (text.length() > LONGEST_VALUE || !reference.find()) {
        return text;
      }
      Optional<String> value =
          Xml.elements(project, "properties", reference.group(1))
              .findFirst()
              .map(property -> property.getTextContent().strip());
      if (value.isEmpty() || value.get().length() > LONGEST_VALUE) {
        return text;
      }
      text = text.replace(reference.group(), value.get());
    }
    return text;
  }
}
