package dev.dynogrid.core.store;

import static dev.dynogrid.core.store.StoreErrors.messageOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AesGcmCipherTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String SECRET = "pässword 🔑";

  @TempDir Path directory;
  private Path keyFile;

  @BeforeEach
  void nameTheKeyFile() {
    keyFile = directory.resolve("config-key");
  }

  private AesGcmCipher cipher() {
    return new AesGcmCipher(keyFile, RANDOM);
  }

  @Test
  void whatIsSealedOpensInItsContextAfterARestart() {
    String sealed = cipher().seal(SECRET, "app 1");

    assertThat(sealed).matches("v1:[0-9a-f]{8}:[A-Za-z0-9+/=]+");
    assertThat(cipher().open(sealed, "app 1")).isEqualTo(SECRET);
    assertThat(cipher().seal(SECRET, "app 1")).as("a fresh nonce").isNotEqualTo(sealed);
  }

  @Test
  void theKeyFileIsMadeAtTheFirstSealForItsOwnerOnly() throws IOException {
    AesGcmCipher cipher = cipher();
    assertThat(keyFile).doesNotExist();

    cipher.seal(SECRET, "app 1");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
        .isEqualTo("rw-------");
    assertThat(Base64.getDecoder().decode(Files.readString(keyFile).strip())).hasSize(32);
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void anotherContextAnotherKeyAndChangedTextsAreRefusedWithoutTheirContent() {
    String sealed = cipher().seal(SECRET, "app 1");
    char last = sealed.charAt(sealed.length() - 5);
    String tampered =
        sealed.substring(0, sealed.length() - 5)
            + (last == 'A' ? 'B' : 'A')
            + sealed.substring(sealed.length() - 4);
    AesGcmCipher other = new AesGcmCipher(new byte[32], RANDOM);

    messageOf(ErrorCode.CORRUPT, () -> cipher().open(sealed, "app 2"))
        .isEqualTo(
            "cannot decipher the config vars of app 2: they were changed, or belong elsewhere");
    messageOf(ErrorCode.CORRUPT, () -> cipher().open(tampered, "app 1"))
        .endsWith("they were changed, or belong elsewhere");
    messageOf(ErrorCode.CORRUPT, () -> other.open(sealed, "app 1"))
        .contains("enciphered with key " + sealed.substring(3, 11) + ", and the key here is ");
    String keyAndForm = sealed.substring(0, 12);
    for (String broken :
        new String[] {"", "v2:x:y", "plain", keyAndForm, keyAndForm + "%%", keyAndForm + "AAAA"}) {
      messageOf(ErrorCode.CORRUPT, () -> cipher().open(broken, "app 1"))
          .doesNotContain(SECRET, "AAAA");
    }
  }

  @Test
  void aMissingKeyIsNotReplacedToOpenSomething() throws IOException {
    String sealed = cipher().seal(SECRET, "app 1");
    Files.delete(keyFile);

    messageOf(ErrorCode.CORRUPT, () -> cipher().open(sealed, "app 1"))
        .isEqualTo(
            "key file " + keyFile + " is missing, and what is stored needs it: bring it back");
    assertThat(keyFile).doesNotExist();
  }

  @Test
  void aBrokenKeyFileIsToldWithoutItsContent() throws IOException {
    Files.writeString(keyFile, "c2VjcmV0\n");

    messageOf(ErrorCode.CORRUPT, () -> cipher().seal(SECRET, "app 1"))
        .contains(keyFile.toString(), "does not hold a key of 32 bytes")
        .doesNotContain("c2Vj");
  }

  @Test
  void aKeyHas32Bytes() {
    assertThatThrownBy(() -> new AesGcmCipher(new byte[16], RANDOM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key: 16 bytes (expected: 32 bytes)");
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 7);
    AesGcmCipher cipher = new AesGcmCipher(key, RANDOM);
    assertThat(cipher.open(cipher.seal("", "x"), "x")).isEmpty();
  }
}
