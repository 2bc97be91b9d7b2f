package dev.dynogrid.core.routing;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Looks up dynos' host names by the system's resolver, which blocks: on a thread of its own. */
final class NameLookup extends AddressResolverGroup<InetSocketAddress> {
  private static final int MOST_WAITING = 1_000;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_WAITING),
          task -> {
            Thread made = new Thread(task, "dynogrid-mesh-names-1");
            made.setDaemon(true);
            return made;
          });

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new InetNameResolver(executor) {
      @Override
      protected void doResolve(String name, Promise<InetAddress> promise) {
        look(() -> InetAddress.getByName(name), promise);
      }

      @Override
      protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
        look(() -> List.of(InetAddress.getAllByName(name)), promise);
      }
    }.asAddressResolver();
  }

  private <T> void look(Callable<T> lookup, Promise<T> promise) {
    try {
      thread.execute(() -> tell(lookup, promise));
    } catch (RejectedExecutionException e) {
      promise.setFailure(new UnknownHostException("too many names are being looked up"));
    }
  }

  private static <T> void tell(Callable<T> lookup, Promise<T> promise) {
    try {
      promise.setSuccess(lookup.call());
    } catch (Exception e) {
      promise.setFailure(e);
    }
  }

  @Override
  public void close() {
    super.close();
    thread.shutdownNow();
  }
}
