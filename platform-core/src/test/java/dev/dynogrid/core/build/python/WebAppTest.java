package dev.dynogrid.core.build.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.build.BuildFailedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAppTest {
  private static final String SETTINGS =
      "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.settings')\n";
  private final Map<String, String> files = new TreeMap<>();

  private Optional<WebApp> found() {
    return WebApp.find(
        new WebApp.Sources() {
          @Override
          public Optional<String> text(String file) {
            return Optional.ofNullable(files.get(file));
          }

          @Override
          public List<String> folders() {
            return files.keySet().stream()
                .filter(file -> file.contains("/"))
                .map(file -> file.substring(0, file.indexOf('/')))
                .distinct()
                .toList();
          }
        });
  }

  private String served(String... programs) {
    return ServeCommand.of(found().orElseThrow(), Set.of(programs)::contains).line();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app.py|app = Flask(__name__)|FLASK|app:app",
        "main.py|server: Flask = flask.Flask(__name__)|FLASK|main:server",
        "app.py|application = bottle.default_app()|WSGI|app:application",
        "wsgi.py|application = get_wsgi_application()|WSGI|wsgi:application",
        "main.py|app = FastAPI(title='x')|ASGI|main:app",
        "app/__init__.py|app = Flask(__name__)|FLASK|app:app",
        "app.py|def application(environ, start_response):|WSGI|app:application",
        "app.py|async def app(scope, receive, send):|ASGI|app:app",
        "app.py|app = dash.Dash(__name__)|WSGI|app:app.server",
        "app.py|print('hello')|SCRIPT|app.py",
      })
  void anAppIsFoundByWhatItsModuleHolds(String file, String text, WebApp.Kind kind, String target) {
    files.put(file, "import x\n\n" + text + "\n");
    assertThat(found()).hasValue(new WebApp(kind, target, ""));
  }

  @Test
  void aFactoryIsCalledByTheServer() {
    files.put("site_app/__init__.py", "from flask import Flask\n\ndef create_app(test=None):\n");
    assertThat(served("gunicorn"))
        .isEqualTo("exec gunicorn --bind 0.0.0.0:$PORT --threads 4 'site_app:create_app()'");
    assertThat(served("waitress-serve"))
        .isEqualTo("exec waitress-serve --listen=0.0.0.0:$PORT --call site_app:create_app");
    assertThat(served())
        .isEqualTo(
            "FLASK_APP='site_app:create_app()' exec python -m flask run --host 0.0.0.0 --port"
                + " $PORT");
  }

  @Test
  void aFactoryWhoseWorkHasANameIsNotCalledAgain() {
    files.put("wsgi.py", "from site_app import create_app\napp = create_app()\n");
    assertThat(found().orElseThrow().target()).isEqualTo("wsgi:app");
  }

  @Test
  void aDjangoProjectIsFoundBesideItsModulesAndInAFolder() {
    files.put("manage.py", SETTINGS);
    files.put("mysite/wsgi.py", "");
    files.put("app.py", "app = Flask(__name__)\n");
    assertThat(served("gunicorn"))
        .isEqualTo("exec gunicorn --bind 0.0.0.0:$PORT --threads 4 mysite.wsgi");
    assertThat(served()).isEqualTo("exec python manage.py runserver --noreload 0.0.0.0:$PORT");
    files.clear();
    files.put("backend/manage.py", SETTINGS.replace("mysite.settings", "mysite.settings.base"));
    files.put("backend/mysite/wsgi.py", "");
    assertThat(served("gunicorn"))
        .isEqualTo("cd backend && exec gunicorn --bind 0.0.0.0:$PORT --threads 4 mysite.wsgi");
  }

  @Test
  void anAsgiAppNeedsAServerForIt() {
    files.put("main.py", "app = FastAPI()\n");
    assertThat(served("uvicorn", "gunicorn"))
        .isEqualTo("exec uvicorn --host 0.0.0.0 --port $PORT main:app");
    assertThatThrownBy(() -> served("gunicorn"))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("ASGI")
        .hasMessageContaining("add uvicorn");
  }

  @Test
  void aWsgiAppOfNoFrameworkNeedsAServerToo() {
    files.put("app.py", "def application(environ, start_response):\n");
    assertThatThrownBy(() -> served()).hasMessageContaining("add gunicorn");
  }

  @Test
  void nothingIsFoundWhereNothingIs() {
    files.put("lib/util.py", "x = 1\n");
    assertThat(found()).isEmpty();
  }
}
