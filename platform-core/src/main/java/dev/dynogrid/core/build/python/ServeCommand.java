package dev.dynogrid.core.build.python;

import dev.dynogrid.api.build.BuildFailedException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How a web app without a Procfile is served.
 *
 * @param line for the shell
 * @param warning what its owner should know; empty if nothing
 */
record ServeCommand(String line, Optional<String> warning) {
  /**
   * Chooses a server.
   *
   * @param isInstalled whether a program can be started
   */
  static ServeCommand of(WebApp app, Predicate<String> isInstalled) {
    return switch (app.kind()) {
      case SCRIPT -> new ServeCommand("exec python " + app.target(), Optional.empty());
      case ASGI -> asgi(app, isInstalled);
      case WSGI, FLASK, DJANGO -> wsgi(app, isInstalled);
    };
  }

  private static ServeCommand wsgi(WebApp app, Predicate<String> isInstalled) {
    String folder = app.folder().isEmpty() ? "" : "cd " + app.folder() + " && ";
    boolean named = !app.target().isEmpty();
    if (named && isInstalled.test("gunicorn")) {
      return served(
          folder + "exec gunicorn --bind 0.0.0.0:$PORT --threads 4 " + quoted(app.target()));
    } else if (named && isInstalled.test("waitress-serve")) {
      boolean factory = app.target().endsWith("()");
      String target =
          app.kind() == WebApp.Kind.DJANGO ? app.target() + ":application" : app.target();
      return served(
          folder
              + "exec waitress-serve --listen=0.0.0.0:$PORT "
              + (factory ? "--call " + target.replace("()", "") : target));
    }
    return switch (app.kind()) {
      case DJANGO ->
          unserved(folder + "exec python manage.py runserver --noreload 0.0.0.0:$PORT", "Django");
      case FLASK ->
          unserved(
              folder
                  + "FLASK_APP="
                  + quoted(app.target())
                  + " exec python -m flask run --host 0.0.0.0 --port $PORT",
              "Flask");
      default ->
          throw new BuildFailedException(
              app.target()
                  + " is a WSGI app, but there is no server for it: add gunicorn to"
                  + " requirements.txt, or a Procfile (web: command)");
    };
  }

  private static ServeCommand asgi(WebApp app, Predicate<String> isInstalled) {
    boolean factory = app.target().endsWith("()");
    String target = app.target().replace("()", "");
    if (isInstalled.test("uvicorn")) {
      return served(
          "exec uvicorn --host 0.0.0.0 --port $PORT " + (factory ? "--factory " : "") + target);
    } else if (isInstalled.test("hypercorn") && !factory) {
      return served("exec hypercorn --bind 0.0.0.0:$PORT " + target);
    } else if (isInstalled.test("daphne") && !factory) {
      return served("exec daphne -b 0.0.0.0 -p $PORT " + target);
    }
    throw new BuildFailedException(
        app.target()
            + " is an ASGI app, but there is no server for it: add uvicorn to requirements.txt,"
            + " or a Procfile (web: command)");
  }

  private static ServeCommand served(String line) {
    return new ServeCommand(line, Optional.empty());
  }

  private static ServeCommand unserved(String line, String framework) {
    return new ServeCommand(
        line,
        Optional.of(
            "no gunicorn: "
                + framework
                + "'s own server is used, which is made for development: add gunicorn to"
                + " requirements.txt"));
  }

  private static String quoted(String target) {
    return target.endsWith("()") ? "'" + target + "'" : target;
  }
}
