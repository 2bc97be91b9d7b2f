package dev.dynogrid.core.build.python;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The web app that a folder of Python sources holds.
 *
 * @param kind what serves it
 * @param target what is given to the server: {@code module:object}, or a file
 * @param folder where it lies, relative to the app; empty for the top
 */
record WebApp(Kind kind, String target, String folder) {
  private static final List<String> MODULES =
      List.of("wsgi", "app", "application", "main", "server", "run", "hello", "api", "index");
  private static final Pattern OBJECT =
      Pattern.compile(
          "(?m)^(\\w+)\\s*(?::\\s*[\\w.\\[\\], ]+)?=\\s*(?:\\w+\\.)?"
              + "(Flask|Bottle|FastAPI|Starlette|Quart|Sanic|Litestar|BlackSheep"
              + "|get_wsgi_application|get_asgi_application|default_app|Dash)\\s*\\(");
  private static final Pattern FACTORY =
      Pattern.compile("(?m)^def\\s+(create_app|make_app)\\s*\\(");
  private static final Pattern MADE =
      Pattern.compile("(?m)^(\\w+)\\s*=\\s*(?:\\w+\\.)?(?:create_app|make_app)\\s*\\(");
  private static final Pattern CALLABLE =
      Pattern.compile("(?m)^def\\s+(application|app)\\s*\\(\\s*\\w+\\s*,\\s*\\w+\\s*\\)");
  private static final Pattern ASYNC_CALLABLE =
      Pattern.compile("(?m)^async\\s+def\\s+(application|app)\\s*\\(\\s*\\w+\\s*,\\s*\\w+\\s*,");
  private static final Pattern SETTINGS =
      Pattern.compile("DJANGO_SETTINGS_MODULE['\"]\\s*,\\s*['\"]([\\w.]+)['\"]");
  private static final List<String> ASYNC =
      List.of(
          "FastAPI",
          "Starlette",
          "Quart",
          "Sanic",
          "Litestar",
          "BlackSheep",
          "get_asgi_application");

  /** What serves a web app. */
  enum Kind {
    WSGI,
    ASGI,
    FLASK,
    DJANGO,
    SCRIPT
  }

  /** The sources. */
  interface Sources {
    /** The text of a file; empty if there is none. */
    Optional<String> text(String file);

    /** The names of the folders at the top, in order. */
    List<String> folders();
  }

  /** Looks for one; empty if nothing looks like one. */
  static Optional<WebApp> find(Sources sources) {
    return django(sources).or(() -> module(sources)).or(() -> script(sources));
  }

  /** A Django project: {@code manage.py} at the top, or in a folder. */
  static Optional<WebApp> django(Sources sources) {
    Optional<WebApp> top = django(sources, "");
    return top.isPresent()
        ? top
        : sources.folders().stream()
            .flatMap(folder -> django(sources, folder).stream())
            .findFirst();
  }

  private static Optional<WebApp> django(Sources sources, String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    return sources
        .text(prefix + "manage.py")
        .map(SETTINGS::matcher)
        .filter(Matcher::find)
        .map(settings -> settings.group(1))
        .map(
            settings -> {
              String project = settings.replaceFirst("\\.settings(\\..*)?$", "");
              boolean wsgi =
                  sources.text(prefix + project.replace('.', '/') + "/wsgi.py").isPresent();
              return new WebApp(Kind.DJANGO, wsgi ? project + ".wsgi" : "", folder);
            });
  }

  private static Optional<WebApp> module(Sources sources) {
    for (String module : MODULES) {
      for (String file : List.of(module + ".py", module + "/__init__.py")) {
        Optional<WebApp> found = sources.text(file).flatMap(text -> in(text, module));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return sources.folders().stream()
        .filter(folder -> !folder.equals("tests") && !folder.equals("test"))
        .flatMap(
            folder ->
                sources.text(folder + "/__init__.py").flatMap(text -> in(text, folder)).stream())
        .findFirst();
  }

  /** What a module holds: an object, something that makes one, or a plain function. */
  private static Optional<WebApp> in(String text, String module) {
    Matcher object = OBJECT.matcher(text);
    if (object.find()) {
      return Optional.of(ofObject(module, object));
    }
    for (Pattern pattern : List.of(MADE, CALLABLE)) {
      Matcher matcher = pattern.matcher(text);
      if (matcher.find()) {
        return Optional.of(new WebApp(kind(text), module + ":" + matcher.group(1), ""));
      }
    }
    Matcher factory = FACTORY.matcher(text);
    if (factory.find()) {
      return Optional.of(new WebApp(kind(text), module + ":" + factory.group(1) + "()", ""));
    }
    Matcher async = ASYNC_CALLABLE.matcher(text);
    return async.find()
        ? Optional.of(new WebApp(Kind.ASGI, module + ":" + async.group(1), ""))
        : Optional.empty();
  }

  private static WebApp ofObject(String module, Matcher object) {
    String framework = object.group(2);
    String name = module + ":" + object.group(1);
    if (framework.equals("Dash")) {
      return new WebApp(Kind.WSGI, name + ".server", "");
    } else if (ASYNC.contains(framework)) {
      return new WebApp(Kind.ASGI, name, "");
    }
    return new WebApp(framework.equals("Flask") ? Kind.FLASK : Kind.WSGI, name, "");
  }

  private static Kind kind(String text) {
    if (ASYNC.stream().anyMatch(text::contains)) {
      return Kind.ASGI;
    }
    return text.contains("Flask") || text.contains("flask") ? Kind.FLASK : Kind.WSGI;
  }

  private static Optional<WebApp> script(Sources sources) {
    return MODULES.stream()
        .map(module -> module + ".py")
        .filter(file -> sources.text(file).isPresent())
        .findFirst()
        .map(file -> new WebApp(Kind.SCRIPT, file, ""));
  }
}
