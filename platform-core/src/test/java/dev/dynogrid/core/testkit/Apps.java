package dev.dynogrid.core.testkit;

import java.io.IOException;

/** Small apps to push. */
public final class Apps {
  /** Answers every request with a text; {@code /slow} after 4 s; prints a line a request. */
  public static final String PYTHON =
      """
      import os, sys, time
      from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

      class Handler(BaseHTTPRequestHandler):
          protocol_version = 'HTTP/1.1'
          def do_GET(self):
              if self.path == '/slow':
                  print('slow begins', flush=True)
                  time.sleep(4)
              body = ('%s' % (os.environ.get('GREETING') or 'TEXT')).encode()
              self.send_response(200)
              self.send_header('Content-Length', str(len(body)))
              self.end_headers()
              self.wfile.write(body)
          def log_message(self, *args):
              pass

      class Server(ThreadingHTTPServer):
          request_queue_size = 512
          daemon_threads = True

      print('starting TEXT', flush=True)
      Server(('0.0.0.0', int(os.environ['PORT'])), Handler).serve_forever()
      """;

  public static final String PROCFILE = "web: exec python3 app.py\n";

  private Apps() {}

  /** A web app that answers with a text, or with {@code $GREETING} if that is set. */
  public static GitRepo web(GitRepo repo, String text) throws IOException {
    return repo.write("app.py", PYTHON.replace("TEXT", text)).write("Procfile", PROCFILE);
  }
}
