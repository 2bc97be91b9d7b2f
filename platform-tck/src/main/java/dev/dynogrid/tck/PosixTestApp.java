package dev.dynogrid.tck;

import java.util.Map;

/**
 * A test app for runtimes whose dynos have a POSIX shell, and Perl, busybox or Python to listen
 * with: that is, nearly all.
 */
public final class PosixTestApp implements TestApp {
  private static final String LISTEN =
      """
      #!/bin/sh
      # Listens on $PORT with what there is.
      if command -v perl >/dev/null 2>&1; then exec perl ./listen.pl; fi
      if command -v busybox >/dev/null 2>&1; then exec busybox httpd -f -p "$PORT" -h .; fi
      if command -v python3 >/dev/null 2>&1; then exec python3 -m http.server "$PORT"; fi
      echo "the test app needs perl, busybox or python3 to listen"
      exit 97
      """;

  private static final String LISTEN_PERL =
      """
      use IO::Socket::INET;
      my $server = IO::Socket::INET->new(LocalPort => $ENV{PORT}, Listen => 64, ReuseAddr => 1)
        or die "cannot listen on $ENV{PORT}: $!";
      while (1) {
        my $client = $server->accept or next;
        sysread $client, my $request, 65536;
        syswrite $client, "HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\nConnection: close\\r\\n\\r\\nhello";
        close $client;
      }
      """;

  private static final String WAIT = "while :; do sleep 1; done";

  /** The usual one. */
  public PosixTestApp() {}

  @Override
  public Map<String, String> files() {
    return Map.of("listen.sh", LISTEN, "listen.pl", LISTEN_PERL, "data/hello.txt", "hello");
  }

  @Override
  public String idle() {
    return "echo ready; exec sleep 1000";
  }

  @Override
  public String ignoreTerm() {
    return "trap '' TERM; echo ready; " + WAIT;
  }

  @Override
  public String exit(int status) {
    return "echo bye; exit " + status;
  }

  @Override
  public String listen() {
    return "exec sh ./listen.sh";
  }

  @Override
  public String listenByOrphan() {
    return "trap '' TERM; set -- sh ./listen.sh; "
        + "if command -v setsid >/dev/null 2>&1; then setsid \"$@\" & else \"$@\" & fi; "
        + "trap - TERM; exec sleep 1000";
  }

  @Override
  public String print(int lines, int bytes) {
    return printed(lines, bytes) + "exec sleep 1000";
  }

  private static String printed(int lines, int bytes) {
    String filler = "x".repeat(bytes);
    return "i=0; while [ $i -lt "
        + lines
        + " ]; do i=$((i+1)); echo \"line $i "
        + filler
        + "\"; done; ";
  }

  @Override
  public String printLaterThenListen(int lines, int bytes) {
    return "sleep 1; " + printed(lines, bytes) + listen();
  }

  @Override
  public String printLong(int bytes) {
    return "head -c " + bytes + " /dev/zero | tr '\\0' x; echo; echo end; exec sleep 1000";
  }

  @Override
  public String environment(String name) {
    return "if [ -n \"${"
        + name
        + "+set}\" ]; then printf '%s\\n' \""
        + name
        + "=$"
        + name
        + "\"; "
        + "else echo '"
        + name
        + " is unset'; fi; exec sleep 1000";
  }

  @Override
  public String read(String file) {
    return "if [ -f "
        + file
        + " ]; then echo \""
        + file
        + "=$(cat "
        + file
        + ")\"; "
        + "else echo '"
        + file
        + " is missing'; fi; exec sleep 1000";
  }

  @Override
  public String write(String file) {
    return "if (: > "
        + file
        + ") 2>/dev/null; then echo written; else echo refused; fi; "
        + "exec sleep 1000";
  }

  @Override
  public String copy(int status) {
    return "cat; echo end >&2; exit " + status;
  }

  @Override
  public String fill(long bytes) {
    return "x=$(head -c " + bytes + " /dev/zero | tr '\\0' x); echo filled; exec sleep 1000";
  }

  @Override
  public String fork(int processes) {
    return "n=0; while [ $n -lt "
        + processes
        + " ]; do sleep 1000 & n=$((n+1)); echo started $n; done; exec sleep 1000";
  }

  @Override
  public String terminal() {
    return "if [ -t 1 ]; then echo terminal $(stty size); else echo none; fi";
  }

  @Override
  public String find(String mark, String directory) {
    return "if cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -q '["
        + mark.charAt(0)
        + "]"
        + mark.substring(1)
        + "'; then echo sees a neighbour; elif ls "
        + directory
        + "/r 2>/dev/null | grep -q .; then echo sees the platform; else echo sees nothing; fi; "
        + "exec sleep 1000";
  }
}
