package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.routing.MeshContext;
import dev.dynogrid.api.routing.RequestExplanation;
import dev.dynogrid.api.routing.RouteChange;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A mesh that listens: its threads, its listening socket, its routes. */
final class MeshServer {
  private static final int ACCEPT_BACKLOG = 4096;
  private static final long ABORT_SECONDS = 2;
  private static final Duration PAGE_TIMEOUT = Duration.ofSeconds(5);

  private final Workers workers;
  private final RouteTable routes;
  private final AppPages pages;
  private final MeshContext context;
  private final MeshMeters meters;
  private final Channel channel;
  private final Endpoint endpoint;

  private MeshServer(
      Workers workers,
      RouteTable routes,
      AppPages pages,
      MeshContext context,
      MeshMeters meters,
      Channel channel,
      Endpoint endpoint) {
    this.workers = workers;
    this.routes = routes;
    this.pages = pages;
    this.context = context;
    this.meters = meters;
    this.channel = channel;
    this.endpoint = endpoint;
  }

  static MeshServer open(
      MeshOptions options, Clock clock, MeshContext context, MeterRegistry registry) {
    Workers workers = new Workers(options.threads());
    AppPages pages = new AppPages(new PageFetcher(isLocal(options), PAGE_TIMEOUT));
    MeshMeters meters = new MeshMeters(registry, options.measuredApps());
    RouteTable routes = new RouteTable(context, workers, options.quarantine(), pages, meters);
    meters.routes(routes);
    CompletableFuture<Router> router = new CompletableFuture<>();
    ChannelFuture bound =
        bootstrap(workers, router)
            .bind(new InetSocketAddress(options.listenAddress(), options.port()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      workers.close();
      pages.close();
      meters.close();
      throw cannotListen(options, bound.cause());
    }
    Channel channel = bound.channel();
    int port = ((InetSocketAddress) channel.localAddress()).getPort();
    Endpoint endpoint = new Endpoint(options.listenAddress(), port);
    router.complete(Router.of(routes, pages, options, meters, clock, endpoint));
    channel.config().setAutoRead(true);
    return new MeshServer(workers, routes, pages, context, meters, channel, endpoint);
  }

  /** Whether nobody but this machine is served, as while something is developed. */
  private static boolean isLocal(MeshOptions options) {
    InetAddress address = new InetSocketAddress(options.listenAddress(), 0).getAddress();
    return address != null && address.isLoopbackAddress();
  }

  private static ServerBootstrap bootstrap(Workers workers, CompletableFuture<Router> router) {
    return new ServerBootstrap()
        .group(workers.group())
        .channel(workers.serverChannel())
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, ACCEPT_BACKLOG)
        .option(ChannelOption.AUTO_READ, false) // nobody is accepted before the router is there
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ResponseBuffer.USUAL)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel client) {
                Worker worker = workers.of(client.eventLoop());
                client.pipeline().addLast(new ClientConnection(router.join(), worker));
              }
            });
  }

  private static DynogridException cannotListen(MeshOptions options, @Nullable Throwable cause) {
    String reason = cause == null ? "cancelled" : String.valueOf(cause.getMessage());
    return new DynogridException(
        ErrorCode.MISSING_PREREQUISITE,
        "routing port "
            + options.port()
            + " on "
            + options.listenAddress()
            + ": "
            + reason
            + "; choose another port or address, or stop what uses it",
        cause == null ? new IllegalStateException(reason) : cause);
  }

  Endpoint endpoint() {
    return endpoint;
  }

  RouteTable routes() {
    return routes;
  }

  /** What was decided for a request, if one of the workers remembers it. */
  Optional<RequestExplanation> explain(String requestId) {
    return workers.all().stream()
        .map(worker -> worker.recent().find(requestId))
        .filter(Objects::nonNull)
        .findFirst()
        .map(AccessNotes::explain);
  }

  void publish(RouteChange change) {
    if (routes.apply(change)) {
      context.listener().acknowledged(change.version());
    }
  }

  void close() {
    channel.close().awaitUninterruptibly();
    CompletableFuture<?>[] ends =
        workers.all().stream().map(Worker::close).toArray(CompletableFuture<?>[]::new);
    long bound = routes.pools().stream().mapToLong(AppPool::drainNanos).max().orElse(0);
    if (!await(CompletableFuture.allOf(ends), bound)) {
      workers.all().forEach(worker -> worker.loop().execute(worker::abort));
      await(CompletableFuture.allOf(ends), TimeUnit.SECONDS.toNanos(ABORT_SECONDS));
    }
    workers.close();
    pages.close();
    meters.close();
  }

  private static boolean await(CompletableFuture<Void> ends, long nanos) {
    try {
      ends.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a worker could not be closed", e.getCause());
    }
  }
}
