package dev.dynogrid.core.git;

import dev.dynogrid.api.Platform;
import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.core.deploy.Deploys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** Serves every app's repository at {@code /<app>.git}, by git's smart protocol over HTTP. */
public final class GitHandler {
  /** What a repository says that does not exist yet; the first push makes it. */
  private static final String EMPTY_ADVERTISEMENT =
      "0000000000000000000000000000000000000000 capabilities^{}\0"
          + "report-status delete-refs side-band-64k quiet atomic ofs-delta";

  private final Repositories repositories;
  private final Deploys deploys;
  private final Supplier<Platform> platform;
  private final GitOptions options;
  private final ScheduledExecutorService timer;

  /**
   * A handler for the control port.
   *
   * @param platform asked for apps, when requests come
   * @param timer for keep-alive packets
   */
  public GitHandler(
      Repositories repositories,
      Deploys deploys,
      Supplier<Platform> platform,
      GitOptions options,
      ScheduledExecutorService timer) {
    this.repositories = repositories;
    this.deploys = deploys;
    this.platform = platform;
    this.options = options;
    this.timer = timer;
  }

  /** Whether a path is one of git's. */
  public boolean handles(String path) {
    return GitRequests.target(path).isPresent();
  }

  /** Answers a request. */
  public void handle(Request request, Response response, Actor actor) throws IOException {
    GitRequests.Target target = GitRequests.target(Request.getPathInContext(request)).orElseThrow();
    String name = new AppName(target.app()).value();
    if (!GitRequests.accepts(request, target, response)) {
      return;
    }
    switch (target.what()) {
      case "info/refs" -> advertise(name, request, response);
      case GitRequests.UPLOAD -> upload(existing(name), request, response);
      case GitRequests.RECEIVE -> receive(wanted(name, actor), actor, request, response);
      default ->
          throw new DynogridException(
              ErrorCode.UNSUPPORTED, "only git's smart protocol is served: use a newer git");
    }
  }

  private AppId existing(String name) {
    return platform.get().apps().find(name).map(App::id).orElseThrow(() -> noSuchApp(name));
  }

  private static DynogridException noSuchApp(String name) {
    return new DynogridException(ErrorCode.NOT_FOUND, "no app named " + name + ": create it first");
  }

  /** For a push: creates the app where that is allowed. */
  private AppId wanted(String name, Actor actor) {
    Optional<App> app = platform.get().apps().find(name);
    if (app.isPresent() || !options.createOnPush()) {
      return existing(name);
    }
    try {
      return platform.get().actingAs(actor).apps().create(name).id();
    } catch (DynogridException e) {
      if (e.code() == ErrorCode.CONFLICT) {
        return existing(name);
      }
      throw e;
    }
  }

  private void advertise(String name, Request request, Response response) throws IOException {
    Fields query = Request.extractQueryParameters(request);
    String service = query.getValue("service") == null ? "" : query.getValue("service");
    String type = "application/x-" + service + "-advertisement";
    switch (service) {
      case GitRequests.UPLOAD -> {
        UploadPack pack = uploadPack(existing(name), request);
        try (OutputStream out = GitRequests.answer(response, type)) {
          pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(new PacketLineOut(out)), service);
        }
      }
      case GitRequests.RECEIVE -> advertiseReceive(name, type, response);
      default ->
          throw new DynogridException(
              ErrorCode.UNSUPPORTED, "only git's smart protocol is served: use a newer git");
    }
  }

  private void advertiseReceive(String name, String type, Response response) throws IOException {
    Optional<App> app = platform.get().apps().find(name);
    if (app.isEmpty() && !options.createOnPush()) {
      throw noSuchApp(name);
    }
    Optional<Repository> repository =
        app.isPresent() ? Optional.of(repositories.get(app.get().id())) : Optional.empty();
    try (OutputStream out = GitRequests.answer(response, type)) {
      PacketLineOut lines = new PacketLineOut(out);
      lines.writeString("# service=" + GitRequests.RECEIVE + "\n");
      lines.end();
      if (repository.isPresent()) {
        receivePack(repository.get()).sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
      } else {
        lines.writeString(EMPTY_ADVERTISEMENT);
        lines.end();
      }
    }
  }

  private UploadPack uploadPack(AppId app, Request request) throws IOException {
    UploadPack pack = new UploadPack(repositories.get(app));
    pack.setBiDirectionalPipe(false);
    pack.setExtraParameters(GitRequests.extraParameters(request));
    return pack;
  }

  private void upload(AppId app, Request request, Response response) throws IOException {
    UploadPack pack = uploadPack(app, request);
    try (InputStream in = GitRequests.body(request);
        OutputStream out = GitRequests.answer(response, "application/x-git-upload-pack-result")) {
      pack.upload(in, out, null);
    }
  }

  private ReceivePack receivePack(Repository repository) {
    ReceivePack pack = new ReceivePack(repository);
    pack.setBiDirectionalPipe(false);
    pack.setAtomic(true);
    pack.setAllowNonFastForwards(true);
    pack.setObjectChecker(ReceivedObjects.checker());
    pack.setMaxPackSizeLimit(options.mostPackBytes());
    pack.setMaxObjectSizeLimit(options.mostObjectBytes());
    return pack;
  }

  private void receive(AppId app, Actor actor, Request request, Response response)
      throws IOException {
    long start = System.nanoTime();
    ReceivePack pack = receivePack(repositories.get(app));
    try (InputStream in = GitRequests.body(request);
        PackStream out =
            new PackStream(GitRequests.answer(response, "application/x-git-receive-pack-result"))) {
      pack.setPreReceiveHook(
          (receiving, commands) -> {
            SidebandOutput output = new SidebandOutput(receiving.getMessageOutputStream());
            DeployHook hook = new DeployHook(app, actor, deploys, output, start);
            if (receiving.isSideBand()) {
              Vigil.over(out, timer, () -> hook.onPreReceive(receiving, commands));
            } else {
              hook.onPreReceive(receiving, commands);
            }
          });
      pack.receive(in, out, null);
    }
  }
}
