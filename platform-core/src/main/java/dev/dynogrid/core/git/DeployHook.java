package dev.dynogrid.core.git;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.Fault;
import dev.dynogrid.core.deploy.DeployRequest;
import dev.dynogrid.core.deploy.Deploys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a deploy of a push to the deploy branch, and lets everything else pass. */
final class DeployHook implements PreReceiveHook {
  private static final Logger log = LoggerFactory.getLogger(DeployHook.class);

  private final AppId app;
  private final Actor actor;
  private final Deploys deploys;
  private final SidebandOutput output;
  private final long startNanos;

  DeployHook(AppId app, Actor actor, Deploys deploys, SidebandOutput output, long startNanos) {
    this.app = app;
    this.actor = actor;
    this.deploys = deploys;
    this.output = output;
    this.startNanos = startNanos;
  }

  @Override
  public void onPreReceive(ReceivePack pack, Collection<ReceiveCommand> commands) {
    Duration received = Duration.ofNanos(System.nanoTime() - startNanos);
    boolean deployed = false;
    for (ReceiveCommand command : commands) {
      if (!DeployBranch.is(command.getRefName())) {
        output.step(
            (command.getType() == ReceiveCommand.Type.DELETE ? "Deleted " : "Kept ")
                + Repository.shortenRefName(command.getRefName())
                + ": nothing is built; only "
                + DeployBranch.NAME
                + " is deployed");
      } else if (command.getType() == ReceiveCommand.Type.DELETE) {
        output.step("Deleted " + command.getRefName() + ": nothing is deployed, what runs stays");
      } else if (deployed) {
        command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, "one deploy branch a push");
      } else {
        deployed = true;
        deploy(pack.getRepository(), command, received);
      }
    }
  }

  private void deploy(Repository repository, ReceiveCommand command, Duration received) {
    try {
      deploys.deploy(request(repository, command, received), output);
      command.setResult(ReceiveCommand.Result.OK);
    } catch (InterruptedException e) {
      reject(command, "cancelled", "the deploy was cancelled");
    } catch (DynogridException e) {
      reject(command, shortReason(e), e.getMessage());
      if (e.code() == ErrorCode.INTERNAL) {
        log.error("a deploy of app {} failed", app, e);
      }
    } catch (IOException | RuntimeException e) {
      log.error("a deploy of app {} failed", app, e);
      reject(command, "platform error", "the platform failed, not the app: " + e);
    }
  }

  private void reject(ReceiveCommand command, String reason, String message) {
    output.detail("");
    output.error(message);
    output.warning("Push rejected: " + reason);
    command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, reason);
  }

  private static String shortReason(DynogridException e) {
    return switch (e.code()) {
      case BUILD_FAILED -> "build failed";
      case CHECK_FAILED -> "the new release did not start";
      case RELEASE_COMMAND_FAILED -> "release command failed";
      case CONFLICT -> "somebody else pushed first: fetch and try again";
      case CANCELLED -> "cancelled";
      case TIMEOUT -> "timed out";
      default -> e.code().fault() == Fault.PLATFORM ? "platform error" : "refused";
    };
  }

  private DeployRequest request(Repository repository, ReceiveCommand command, Duration received)
      throws IOException {
    return new DeployRequest(
        app,
        actor,
        JGitSourceTree.of(repository, command.getNewId()),
        Optional.of(command.getRefName()),
        received,
        () -> requireUnmoved(repository, command),
        () -> move(repository, command));
  }

  /** Whoever waited for another deploy may find that it has moved the branch. */
  private static void requireUnmoved(Repository repository, ReceiveCommand command) {
    try {
      Ref ref = repository.exactRef(command.getRefName());
      ObjectId now = ref == null ? ObjectId.zeroId() : ref.getObjectId();
      if (!now.equals(command.getOldId())) {
        throw new DynogridException(
            ErrorCode.CONFLICT,
            "somebody else pushed to "
                + Repository.shortenRefName(command.getRefName())
                + " in the meantime: fetch, then push again");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The release is decided: a ref that cannot be moved now is brought up to the ledger later. */
  private static void move(Repository repository, ReceiveCommand command) {
    try {
      Repositories.move(repository, command.getRefName(), command.getNewId());
      if (command.getType() == ReceiveCommand.Type.CREATE) {
        repository.updateRef("HEAD").link(command.getRefName());
      }
    } catch (IOException | DynogridException e) {
      log.error("ref {} could not be moved; it will be later", command.getRefName(), e);
    }
  }
}
