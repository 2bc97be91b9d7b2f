package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks the integrator's own stages, one after the other. */
final class OwnStages implements RequestStage {
  private final List<MeshStage> stages;

  OwnStages(List<MeshStage> stages) {
    this.stages = List.copyOf(stages);
  }

  @Override
  public Verdict onRequest(Exchange exchange) {
    return stages.isEmpty() ? Verdict.NEXT : from(exchange, 0);
  }

  private Verdict from(Exchange exchange, int first) {
    for (int i = first; i < stages.size(); i++) {
      int next = i + 1;
      StageVerdict verdict = stages.get(i).onRequest(new MeshRequest(exchange));
      if (verdict instanceof StageVerdict.Answer answer) {
        exchange.answer(answer.status(), answer.page());
        return Verdict.TAKEN;
      }
      if (verdict instanceof StageVerdict.Later later) {
        await(exchange, later, next);
        return Verdict.TAKEN;
      }
    }
    return Verdict.NEXT;
  }

  private void await(Exchange exchange, StageVerdict.Later later, int next) {
    CompletableFuture<StageVerdict> decided = later.decided().toCompletableFuture();
    exchange.ask(decided);
    decided.whenComplete(
        (verdict, failure) ->
            exchange
                .client()
                .later(
                    () -> {
                      if (exchange.isAsking()) {
                        decided(exchange, verdict, failure, next);
                      }
                    }));
  }

  private void decided(
      Exchange exchange, @Nullable StageVerdict verdict, @Nullable Throwable failure, int next) {
    if (verdict instanceof StageVerdict.Answer answer) {
      exchange.answer(answer.status(), answer.page());
    } else if (verdict instanceof StageVerdict.Later later) {
      await(exchange, later, next);
    } else if (verdict == null) {
      Faults.report("a stage's answer", failure == null ? new NullPointerException() : failure);
      exchange.fail(RouterCode.H99);
    } else if (from(exchange, next) == Verdict.NEXT) {
      exchange.goOn();
    }
  }
}
