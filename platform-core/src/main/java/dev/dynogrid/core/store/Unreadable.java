package dev.dynogrid.core.store;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.store.StoredRecord;
import java.time.DateTimeException;
import java.util.function.Function;

/** The one way in which bodies are read: what cannot be read is named, and not shown. */
final class Unreadable {
  private Unreadable() {}

  static <T> T reading(StoredRecord record, Function<JsonBody, T> mapper) {
    try {
      return mapper.apply(JsonBody.parse(record.json()));
    } catch (JsonBody.UnreadableException e) {
      throw corrupt(record, e.why());
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      // Without the cause: it quotes what it refuses.
      throw corrupt(record, "it holds a value that this version does not take");
    }
  }

  private static DynogridException corrupt(StoredRecord record, String why) {
    return new DynogridException(
        ErrorCode.CORRUPT, "cannot read the stored " + record + ": " + why);
  }
}
