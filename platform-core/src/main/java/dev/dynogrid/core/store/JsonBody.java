package dev.dynogrid.core.store;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Serial;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The body of a record: a JSON object of texts, whole numbers, booleans and such objects. Reads by
 * stream, since that loads the fewest classes at start. Complaints name fields, never values.
 */
final class JsonBody {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  /** Something is not as expected. */
  static final class UnreadableException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final String why;

    UnreadableException(String why) {
      super(why);
      this.why = why;
    }

    /** Says what, without values. */
    String why() {
      return why;
    }
  }

  static JsonBody parse(String json) {
    try (JsonReader in = new JsonReader(new StringReader(json))) {
      return object(in);
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      // Without the cause: it may quote what it read.
      throw new UnreadableException("it is not a JSON object of the expected kind");
    }
  }

  private static JsonBody object(JsonReader in) throws IOException {
    JsonBody body = new JsonBody();
    in.beginObject();
    while (in.hasNext()) {
      String name = in.nextName();
      JsonToken token = in.peek();
      switch (token) {
        case STRING -> body.fields.put(name, in.nextString());
        case NUMBER -> body.fields.put(name, in.nextLong());
        case BOOLEAN -> body.fields.put(name, in.nextBoolean());
        case BEGIN_OBJECT -> body.fields.put(name, object(in));
        default -> in.skipValue();
      }
    }
    in.endObject();
    return body;
  }

  JsonBody with(String name, String value) {
    fields.put(name, value);
    return this;
  }

  JsonBody with(String name, long value) {
    fields.put(name, value);
    return this;
  }

  JsonBody with(String name, boolean value) {
    fields.put(name, value);
    return this;
  }

  JsonBody with(String name, JsonBody value) {
    fields.put(name, value);
    return this;
  }

  JsonBody withAny(String name, Optional<String> value) {
    value.ifPresent(present -> fields.put(name, present));
    return this;
  }

  static JsonBody ofTexts(Map<String, String> texts) {
    JsonBody body = new JsonBody();
    body.fields.putAll(texts);
    return body;
  }

  String text(String name) {
    return field(name, String.class);
  }

  Optional<String> anyText(String name) {
    return fields.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
  }

  long number(String name) {
    return field(name, Long.class);
  }

  int integer(String name) {
    return Math.toIntExact(number(name));
  }

  boolean flag(String name) {
    return field(name, Boolean.class);
  }

  JsonBody object(String name) {
    return field(name, JsonBody.class);
  }

  Optional<JsonBody> anyObject(String name) {
    return fields.containsKey(name) ? Optional.of(object(name)) : Optional.empty();
  }

  /** This object as a map of texts. */
  Map<String, String> texts() {
    return map(Function.identity(), this::text);
  }

  /** This object as a map of something else. */
  <K, V> Map<K, V> map(Function<String, K> key, Function<String, V> value) {
    Map<K, V> map = new LinkedHashMap<>();
    fields.keySet().forEach(name -> map.put(key.apply(name), value.apply(name)));
    return map;
  }

  private <T> T field(String name, Class<T> type) {
    Object value = fields.get(name);
    if (!type.isInstance(value)) {
      throw new UnreadableException("its field " + name + " is missing or of another type");
    }
    return type.cast(value);
  }

  String json() {
    StringWriter text = new StringWriter();
    try (JsonWriter out = new JsonWriter(text)) {
      out.setHtmlSafe(false);
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot be written to", e);
    }
    return text.toString();
  }

  private void write(JsonWriter out) throws IOException {
    out.beginObject();
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      out.name(field.getKey());
      if (field.getValue() instanceof JsonBody body) {
        body.write(out);
      } else if (field.getValue() instanceof Long number) {
        out.value(number.longValue());
      } else if (field.getValue() instanceof Boolean flag) {
        out.value(flag.booleanValue());
      } else {
        out.value((String) field.getValue());
      }
    }
    out.endObject();
  }

  /** The names only. */
  @Override
  public String toString() {
    return "JsonBody" + fields.keySet();
  }
}
