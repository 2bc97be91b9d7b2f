package dev.dynogrid.core.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket through a mesh, by host name without resolving it: short texts, one at a time. */
public final class WebSocketClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int TEXT = 0x81;
  private static final byte[] MASK = {1, 2, 3, 4};

  private final Socket socket;
  private final DataInputStream in;

  private WebSocketClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  public static WebSocketClient open(int meshPort, String host, String path) throws IOException {
    Socket socket = new Socket("127.0.0.1", meshPort);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    WebSocketClient client = new WebSocketClient(socket);
    String request =
        String.join(
            "\r\n",
            "GET " + path + " HTTP/1.1",
            "Host: " + host,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    String answer = client.head();
    if (!answer.startsWith("HTTP/1.1 101 ")) {
      socket.close();
      throw new IOException("not upgraded: " + answer);
    }
    return client;
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.readByte());
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** Sends a text of less than 126 bytes, and returns the one that comes back. */
  public String ask(String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(TEXT);
    frame.write(0x80 | payload.length);
    frame.write(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ MASK[i % MASK.length]);
    }
    socket.getOutputStream().write(frame.toByteArray());
    int kind = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    byte[] answer = in.readNBytes(length);
    if (kind != TEXT) {
      throw new IOException("not a text frame: " + kind);
    }
    return new String(answer, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
