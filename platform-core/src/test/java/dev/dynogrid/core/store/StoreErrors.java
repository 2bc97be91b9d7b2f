package dev.dynogrid.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is expected of a refusal: its code, and what its one line says. */
final class StoreErrors {
  private StoreErrors() {}

  static AbstractStringAssert<?> messageOf(ErrorCode code, ThrowingCallable call) {
    DynogridException error = catchThrowableOfType(DynogridException.class, call);
    assertThat(error).as("refused").isNotNull();
    assertThat(error.code()).isEqualTo(code);
    return assertThat(error.getMessage()).doesNotContain("\n");
  }
}
