package dev.dynogrid.core.build.site.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client. Never waits: it takes what is there and gives what is taken, so that one thread
 * serves all clients, and a slow one keeps nobody else waiting.
 */
final class SiteConnection {
  static final int IDLE_SECONDS = 65;

  /** What clients are told is less than what holds, so that none sends into a closing one. */
  private static final int TOLD_SECONDS = 60;

  private static final long MOST_AT_ONCE = 256 * 1024;

  private final Site site;
  private final SocketChannel client;
  private final RequestReader reader = new RequestReader();
  private ByteBuffer head = ByteBuffer.allocate(0);
  private @Nullable FileChannel file;
  private long offset;
  private long left;
  private boolean answering;
  private boolean keepAlive = true;
  private long lastMoved;

  SiteConnection(Site site, SocketChannel client, long nowNanos) {
    this.site = site;
    this.client = client;
    this.lastMoved = nowNanos;
  }

  /** Does what can be done, and says in the key what it waits for. */
  void go(SelectionKey key, long nowNanos) throws IOException {
    if (key.isReadable() && !answering) {
      int count = client.read(reader.buffer());
      if (count < 0) {
        close();
        return;
      }
      lastMoved = nowNanos;
    }
    boolean more = true;
    while (more) {
      if (answering) {
        more = write(nowNanos);
      } else {
        more = keepAlive && takeNext();
      }
    }
    if (!answering && !keepAlive) {
      close();
    } else {
      key.interestOps(answering ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }
  }

  /** Whether a request was there. */
  private boolean takeNext() throws IOException {
    try {
      Optional<RequestReader.Head> next = reader.next();
      if (next.isPresent()) {
        keepAlive = next.get().keepAlive();
        begin(answer(next.get().request()), next.get().request().isHead());
      }
      return next.isPresent();
    } catch (RequestReader.BadRequestException e) {
      keepAlive = false;
      begin(SiteAnswer.text(e.status(), String.valueOf(e.getMessage())), false);
      return true;
    }
  }

  private SiteAnswer answer(SiteRequest request) {
    try {
      return site.answer(request);
    } catch (IOException | RuntimeException e) {
      System.err.println("cannot answer " + request.method() + " " + request.target() + ": " + e);
      return SiteAnswer.text(500, "Internal server error\n");
    }
  }

  private void begin(SiteAnswer answer, boolean headOnly) throws IOException {
    answering = true;
    left = 0;
    StringBuilder text = new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" \r\n");
    answer
        .headers()
        .forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    text.append(
        keepAlive
            ? "Keep-Alive: timeout=" + TOLD_SECONDS + "\r\n\r\n"
            : "Connection: close\r\n\r\n");
    byte[] lines = text.toString().getBytes(StandardCharsets.UTF_8);
    byte[] body = new byte[0];
    if (!headOnly && answer.body() instanceof SiteAnswer.Text inMemory) {
      body = inMemory.bytes();
    } else if (!headOnly && answer.body() instanceof SiteAnswer.Part part) {
      file = FileChannel.open(part.file(), StandardOpenOption.READ);
      offset = part.offset();
      left = part.length();
    }
    head = ByteBuffer.allocate(lines.length + body.length).put(lines).put(body).flip();
  }

  /** Whether the client has taken all of the answer. */
  private boolean write(long nowNanos) throws IOException {
    int count = client.write(head);
    long sent = 0;
    @Nullable FileChannel source = file;
    if (!head.hasRemaining() && source != null) {
      sent = source.transferTo(offset, Math.min(left, MOST_AT_ONCE), client);
      offset += sent;
      left -= sent;
      if (sent == 0 && left > 0 && offset >= source.size()) {
        throw new IOException("the file became shorter while it was sent");
      }
    }
    if (count > 0 || sent > 0) {
      lastMoved = nowNanos;
    }
    if (head.hasRemaining() || left > 0) {
      // Others come first, even if this client would take more at once.
      return false;
    }
    closeFile();
    answering = false;
    return true;
  }

  boolean isIdle(long nowNanos) {
    return nowNanos - lastMoved > IDLE_SECONDS * 1_000_000_000L;
  }

  private void closeFile() throws IOException {
    @Nullable FileChannel source = file;
    file = null;
    if (source != null) {
      source.close();
    }
  }

  void close() throws IOException {
    closeFile();
    client.close();
  }
}
