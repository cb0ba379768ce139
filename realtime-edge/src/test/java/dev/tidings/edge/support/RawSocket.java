package dev.tidings.edge.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A TCP connection that says what it likes, and reads only when it is told to. */
public final class RawSocket implements AutoCloseable {

    private static final int MOST_READ = 4096;

    private final SocketChannel channel;

    private RawSocket(SocketChannel channel) {
        this.channel = channel;
    }

    public static RawSocket connect(URI server) throws IOException {
        return new RawSocket(
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort())));
    }

    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** What has come within that time, as text; empty where nothing has. */
    public String read(Duration limit) throws IOException {
        Socket socket = channel.socket();
        socket.setSoTimeout((int) limit.toMillis());
        byte[] bytes = new byte[MOST_READ];
        try {
            int count = socket.getInputStream().read(bytes);
            return count < 0 ? "" : new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
        } catch (SocketTimeoutException e) {
            return "";
        }
    }

    public void handshake(String token, String resume) throws IOException {
        write("GET /v1/stream?resume=" + URLEncoder.encode(resume, StandardCharsets.UTF_8)
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAuthorization: Bearer "
                + token + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    }

    /** What has come by now, and if nothing has, soon. */
    public String readNow() {
        try {
            return read(Duration.ofMillis(100));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client's fragment of at most 125 bytes, masked with zeros. */
    public static byte[] frame(boolean last, int opcode, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = frame(opcode, payload.length);
        if (!last) {
            frame[0] &= 0x7F;
        }
        System.arraycopy(payload, 0, frame, frame.length - payload.length, payload.length);
        return frame;
    }

    /** A client's frame with so many bytes in it, masked with zeros. */
    public static byte[] frame(int opcode, int length) {
        ByteBuffer frame = ByteBuffer.allocate(6 + length);
        frame.put((byte) (0x80 | opcode)).put((byte) (0x80 | length));
        return frame.array();
    }

    /** Writes so many bytes of it, or as many as are taken: it stops where nothing is taken for a second. */
    public void flood(byte[] frame, int bytes) throws IOException {
        channel.configureBlocking(false);
        ByteBuffer many = ByteBuffer.allocate(frame.length * 1_000);
        while (many.hasRemaining()) {
            many.put(frame);
        }
        many.flip();
        long lastTaken = System.nanoTime();
        try {
            for (int written = 0;
                    written < bytes
                            && System.nanoTime() - lastTaken
                                    < Duration.ofSeconds(1).toNanos(); ) {
                int taken = channel.write(many);
                if (taken > 0) {
                    lastTaken = System.nanoTime();
                    written += taken;
                }
                if (!many.hasRemaining()) {
                    many.rewind();
                }
            }
        } catch (IOException e) {
            // It was shut out: that is an answer too.
        }
    }

    public boolean isClosedWithin(Duration limit) throws IOException {
        try {
            readToEnd(limit);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** All that comes until the other side ends it; fails where nothing comes for so long. */
    public String readToEnd(Duration limit) throws IOException {
        Socket socket = channel.socket();
        socket.setSoTimeout((int) limit.toMillis());
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Goes without a goodbye. */
    public void reset() throws IOException {
        channel.socket().setSoLinger(true, 0);
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
