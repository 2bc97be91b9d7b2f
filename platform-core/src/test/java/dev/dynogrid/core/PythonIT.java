package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.Samples;
import dev.dynogrid.core.testkit.TestPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python apps as their authors have them, with what the system has of packages. */
class PythonIT {
  private static final String FLASK =
      """
      from flask import Flask
      app = Flask(__name__)

      @app.route('/')
      def hello():
          return 'TEXT'
      """;

  private static final Map<String, String> WHEEL =
      Map.of(
          "mine.py",
          """
          import os
          from http.server import BaseHTTPRequestHandler, HTTPServer

          class Handler(BaseHTTPRequestHandler):
              def do_GET(self):
                  self.send_response(200)
                  self.end_headers()
                  self.wfile.write(b'from a wheel')

          def serve():
              HTTPServer(('', int(os.environ['PORT'])), Handler).serve_forever()
          """,
          "mine-1.0.dist-info/METADATA",
          "Metadata-Version: 2.1\nName: mine\nVersion: 1.0\n",
          "mine-1.0.dist-info/WHEEL",
          "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
          "mine-1.0.dist-info/entry_points.txt",
          "[console_scripts]\nmine-serve = mine:serve\n",
          "mine-1.0.dist-info/RECORD",
          "mine.py,,\n");

  @TempDir Path folder;
  private TestPlatform platform;
  private GitRepo repo;

  @BeforeEach
  void start() throws Exception {
    Samples.needPythonModule("flask");
    Samples.needPythonModule("django");
    Samples.needProgram("gunicorn");
    platform = TestPlatform.start(folder);
    repo = platform.repo("app");
  }

  @AfterEach
  void close() {
    if (platform != null) {
      platform.close();
    }
  }

  private String deployed(String... said) throws Exception {
    GitRepo.Result result = repo.deploy();
    assertThat(result.succeeded()).as(result.output()).isTrue();
    assertThat(List.of(said)).allSatisfy(one -> assertThat(result.output()).contains(one));
    return result.output();
  }

  private String body(String path) throws Exception {
    return platform.get("app", path).body();
  }

  @Test
  void theFlaskSampleIsServedByGunicornAndItsSecondPushInstallsNothing() throws Exception {
    Samples.copy("flask-gunicorn", repo);
    deployed(
        "-----> Python app detected",
        "This interpreter has all that requirements.txt asks for",
        "Procfile declares types -> web");
    assertThat(body("/")).isEqualTo("Hello from Flask on web.1\n");
    String app = Files.readString(repo.folder().resolve("app.py"));
    repo.write("app.py", app.replace("Hello", "Hello again"));
    assertThat(deployed("Using the Python packages of the last build"))
        .doesNotContain("Using Python 3");
    assertThat(body("/")).isEqualTo("Hello again from Flask on web.1\n");
  }

  @Test
  void theDjangoSampleHasItsStaticFilesAndNeedsNoProcfile() throws Exception {
    Samples.copy("django-site", repo);
    deployed("Collecting the static files of Django", "1 static file copied", "gunicorn");
    assertThat(body("/")).isEqualTo("Hello from Django\n");
    assertThat(body("/static/site.css")).contains("sans-serif");
    String urls = Files.readString(repo.folder().resolve("mysite/urls.py"));
    repo.write("mysite/urls.py", urls.replace("Hello from", "Hello again from"));
    deployed();
    assertThat(body("/")).isEqualTo("Hello again from Django\n");
  }

  @Test
  void aFlaskAppWithoutProcfileIsFoundAndServedByGunicorn() throws Exception {
    repo.write("requirements.txt", "flask\r\ngunicorn\r\n").write("app.py", FLASK);
    deployed("app:app", "gunicorn --bind");
    assertThat(body("/")).isEqualTo("TEXT");
  }

  @Test
  void aFactoryIsServedAsItsProcfileSaysByTheProgramsOfTheEnvironment() throws Exception {
    repo.write("requirements.txt", "Flask\n")
        .write("Procfile", "web: python serve.py\n")
        .write(
            "site_app/__init__.py",
            """
            import sys
            from flask import Flask

            def create_app():
                app = Flask(__name__)
                app.add_url_rule('/', view_func=lambda: str(sys.prefix != sys.base_prefix))
                return app
            """)
        .write(
            "serve.py",
            """
            import os
            from site_app import create_app
            create_app().run(host='0.0.0.0', port=int(os.environ['PORT']))
            """);
    deployed();
    assertThat(body("/")).isEqualTo("True");
  }

  @Test
  void aProjectOfDjangoAdminWithoutGunicornIsServedByItsOwnServerWithAWarning() throws Exception {
    repo.write("requirements.txt", "django\n")
        .write(
            "manage.py",
            """
            import os, sys
            if __name__ == '__main__':
                os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'web.settings')
                from django.core.management import execute_from_command_line
                execute_from_command_line(sys.argv)
            """)
        .write("web/__init__.py", "")
        .write(
            "web/settings.py",
            """
            SECRET_KEY = 'x'
            DEBUG = True
            ALLOWED_HOSTS = []
            INSTALLED_APPS = ['django.contrib.staticfiles']
            ROOT_URLCONF = 'web.urls'
            DATABASES = {}
            STATIC_URL = 'static/'
            """)
        .write(
            "web/urls.py",
            """
            from django.http import HttpResponse
            from django.urls import path
            urlpatterns = [path('', lambda request: HttpResponse('bare'))]
            """);
    deployed("ALLOWED_HOSTS of the settings is empty", "Django's own server is used");
    assertThat(body("/")).isEqualTo("bare");
  }

  @Test
  void aWheelOfTheRepositoryIsInstalledAndItsProgramServes() throws Exception {
    repo.write("requirements.txt", "--no-index\n--find-links wheels\nmine==1.0\n")
        .write("Procfile", "web: mine-serve\n");
    Path wheel = repo.folder().resolve("wheels/mine-1.0-py3-none-any.whl");
    Files.createDirectories(wheel.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      WHEEL.forEach((name, text) -> add(zip, name, text));
    }
    deployed("Installing requirements with pip", "Successfully installed mine-1.0");
    assertThat(body("/")).isEqualTo("from a wheel");
  }

  private static void add(ZipOutputStream zip, String name, String text) {
    try {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatNeitherTheMachineNorAnIndexHasRefusesThePushSoon() throws Exception {
    repo.write("requirements.txt", "flask==0.0.1\n").write("app.py", FLASK);
    GitRepo.Result result = repo.deploy();
    assertThat(result.succeeded()).isFalse();
    assertThat(result.output())
        .contains("flask==0.0.1", "pip could not install", "[remote rejected]");
  }
}
