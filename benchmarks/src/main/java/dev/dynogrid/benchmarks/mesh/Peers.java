package dev.dynogrid.benchmarks.mesh;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The programs beside which the mesh is measured, and what stands behind all of them. */
final class Peers {
  private static final String HAPROXY =
      """
      global
        nbthread %3$d
        maxconn 2000
        log stdout format raw local0 info
      defaults
        mode http
        log global
        option httplog
        option forwardfor
        timeout connect 5s
        timeout client 60s
        timeout server 60s
        http-reuse always
      frontend clients
        bind 127.0.0.1:%1$d
        default_backend dynos
      backend dynos
        server web1 127.0.0.1:%2$d
      """;

  private static final String NGINX =
      """
      daemon off;
      worker_processes %3$d;
      pid nginx.pid;
      error_log error.log error;
      events { worker_connections 10000; }
      http {
        access_log access.log combined buffer=64k flush=1s;
        keepalive_requests 1000000000;
        client_body_temp_path client;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        upstream dynos {
          server 127.0.0.1:%2$d;
          keepalive 512;
          keepalive_requests 1000000000;
        }
        server {
          listen 127.0.0.1:%1$d backlog=4096;
          location / {
            proxy_pass http://dynos;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
          }
        }
      }
      """;

  private static final String ORIGIN =
      """
      daemon off;
      worker_processes 1;
      pid nginx.pid;
      error_log error.log error;
      events { worker_connections 10000; }
      http {
        access_log off;
        keepalive_requests 1000000000;
        keepalive_timeout 600s;
        open_file_cache max=10 inactive=600s;
        client_body_temp_path client;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        server {
          listen 127.0.0.1:%1$d backlog=4096;
          root www;
        }
      }
      """;

  private Peers() {}

  /** HAProxy with its own log format, a line a request on its standard output: a file. */
  static Server haproxy(Path work, int origin, int threads)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(work.resolve("haproxy"));
    int port = Server.freePort();
    Path config = folder.resolve("haproxy.cfg");
    Files.writeString(config, HAPROXY.formatted(port, origin, threads));
    return start("haproxy", folder, port, List.of("haproxy", "-db", "-f", config.toString()));
  }

  /** nginx with its usual log format, buffered. */
  static Server nginx(Path work, int origin, int threads) throws IOException, InterruptedException {
    return nginx("nginx", work, port -> NGINX.formatted(port, origin, threads));
  }

  /** Answers {@code /13} and {@code /16k} with bodies of that many bytes. */
  static Server origin(Path work) throws IOException, InterruptedException {
    Path www = Files.createDirectories(work.resolve("origin/www"));
    Files.writeString(www.resolve("13"), "Hello, world!");
    Files.writeString(www.resolve("16k"), "0123456789abcdef".repeat(1024));
    return nginx("origin", work, ORIGIN::formatted);
  }

  private interface Config {
    String at(int port);
  }

  private static Server nginx(String name, Path work, Config config)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(work.resolve(name));
    int port = Server.freePort();
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, config.at(port));
    return start(
        name, folder, port, List.of("nginx", "-p", folder.toString(), "-c", file.toString()));
  }

  private static Server start(String name, Path folder, int port, List<String> command)
      throws IOException, InterruptedException {
    File log = folder.resolve("output.log").toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(log)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new Server(name, process, port).awaitListening();
  }
}
