package dev.tidings.local.frontdoor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** HTTP by hand, for what clients hide. */
final class RawHttp {

    private static final int LIMIT_MILLIS = 10_000;

    private RawHttp() {}

    /** What is answered until a JSON object has ended. */
    static String exchange(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            for (int read = socket.getInputStream().read();
                    read >= 0;
                    read = socket.getInputStream().read()) {
                answer.append((char) read);
                if (read == '}') {
                    break;
                }
            }
            return answer.toString();
        }
    }
}
