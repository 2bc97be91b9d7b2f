package dev.dynogrid.core.build.classic;

import dev.dynogrid.api.build.CommandResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Gets out of a script what it has to say apart from what it prints on its standard error, though
 * both arrive on one stream: the answer comes last, encoded, after a line that cannot be guessed.
 */
final class MarkedOutput {
  private final String marker = UUID.randomUUID().toString();

  /**
   * What came.
   *
   * @param status of the script
   * @param noise what was printed beside the answer
   * @param answer empty if there is none
   */
  record Result(int status, String noise, Optional<String> answer) {}

  /**
   * Runs shell code that ends with {@code printf '%s\n' "$0"} and an answer through {@code base64}.
   *
   * @param arguments are {@code $1} and so on
   */
  Result of(Workplace place, String code, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", "-c", code, marker));
    command.addAll(List.of(arguments));
    CommandResult result = place.capture(command);
    int at = result.output().lastIndexOf(marker);
    if (at < 0) {
      return new Result(result.status(), result.output(), Optional.empty());
    }
    byte[] answer =
        Base64.getMimeDecoder().decode(result.output().substring(at + marker.length()).strip());
    return new Result(
        result.status(),
        result.output().substring(0, at),
        Optional.of(new String(answer, StandardCharsets.UTF_8)));
  }
}
