package dev.tidings.client.stream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's side of one WebSocket, by hand. Written to by any thread, read by one. */
final class FakeSocket {

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final String head;

    private FakeSocket(Socket socket, DataInputStream in, String head) throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = socket.getOutputStream();
        this.head = head;
    }

    /** The request; what becomes of it the script says. */
    static FakeSocket read(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return new FakeSocket(socket, in, head.toString(StandardCharsets.ISO_8859_1));
    }

    String resume() {
        return URLDecoder.decode(find("[?&]resume=([^ &]*)"), StandardCharsets.UTF_8);
    }

    String token() {
        return find("(?i)authorization: Bearer ([^\r\n]*)");
    }

    private String find(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(head);
        return matcher.find() ? matcher.group(1) : "";
    }

    FakeSocket accept() throws IOException {
        String accepted = sha1(find("(?i)sec-websocket-key: ([^\r\n]*)") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
        return writeHead("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accepted + "\r\nSec-WebSocket-Protocol: tidings.v1\r\n\r\n");
    }

    void refuse(int status, String headers, String body) throws IOException {
        writeHead("HTTP/1.1 " + status + " No\r\nContent-Type: application/problem+json\r\n" + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private FakeSocket writeHead(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return this;
    }

    FakeSocket send(String... messages) throws IOException {
        for (String message : messages) {
            frame(TEXT, message.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    FakeSocket welcome() throws IOException {
        return welcome("k3f", 25);
    }

    FakeSocket welcome(String epoch, double heartbeat) throws IOException {
        return accept().send(
                        "{\"type\":\"welcome\",\"session\":\"s\",\"user\":\"ann\",\"epoch\":\"%s\",\"heartbeat\":%s,\"expiresIn\":3600}"
                                .formatted(epoch, heartbeat));
    }

    FakeSocket subscribed(String channel, long offset, String more) throws IOException {
        return send("{\"type\":\"subscribed\",\"channel\":\"%s\",\"offset\":%d%s}".formatted(channel, offset, more));
    }

    FakeSocket event(String channel, long offset, Long previous) throws IOException {
        return send(
                "{\"type\":\"event\",\"channel\":\"%s\",\"offset\":%d,\"prev\":%d,\"event\":{\"type\":\"t\",\"data\":{\"n\":%d}}}"
                        .formatted(channel, offset, previous, offset));
    }

    void close(int code) throws IOException {
        frame(CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    /** Without a goodbye. */
    void drop() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void ping() throws IOException {
        frame(PING, new byte[0]);
    }

    private synchronized void frame(int opcode, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 10).put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 65_536) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        out.write(frame.put(payload).array(), 0, frame.position());
        out.flush();
    }

    /** The client's next text message. */
    String receive() throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0F;
            int length = in.readUnsignedByte() & 0x7F;
            if (length == 126) {
                length = in.readUnsignedShort();
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            if (opcode == TEXT) {
                return new String(payload, StandardCharsets.UTF_8);
            }
            if (opcode == CLOSE) {
                throw new EOFException("closed by the client");
            }
        }
    }

    /** Until the client goes. */
    void awaitEnd() throws IOException {
        while (true) {
            receive();
        }
    }

    private static String sha1(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
