package dev.tidings.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The same request again and again on one connection, as cheaply as it can be: the load must leave the cores to others. */
public final class HttpCall implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final byte[] request;
    private byte[] answer = new byte[0];

    public static HttpCall post(InetSocketAddress address, String path, String token, byte[] body) throws IOException {
        String head = head("POST", path, token) + "Content-Type: application/json\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[start.length + body.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return new HttpCall(address, request);
    }

    public static HttpCall get(InetSocketAddress address, String path, String token) throws IOException {
        return new HttpCall(address, (head("GET", path, token) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String head(String method, String path, String token) {
        return method + " " + path + " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + token + "\r\n";
    }

    private HttpCall(InetSocketAddress address, byte[] request) throws IOException {
        this.request = request;
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    }

    /** Sends it, reads the whole answer, and gives its status. */
    public int send() throws IOException {
        socket.getOutputStream().write(request);
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith("content-length:")) {
                length = Integer.parseInt(name.substring(15).strip());
            }
            chunked |= name.startsWith("transfer-encoding:") && name.endsWith("chunked");
        }
        answer = chunked ? chunks() : in.readNBytes(length);
        return status;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            all.write(in.readNBytes(size));
            line();
        }
        line();
        return all.toByteArray();
    }

    /** The last answer's body. */
    public String answer() {
        return new String(answer, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the service closed the connection");
            }
            if (next == '\n') {
                return line.toString();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
