package dev.tidings.client.transport;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the client needs of the network. {@link JdkTransport} is the one that comes along; where there is no
 * {@code java.net.http}, as on Android, another one takes its place. Safe for use by any thread.
 */
public interface Transport {

    /** The longest body of an answer and the longest message of a socket, in characters; more is a failure. */
    int MAX_CHARS = 16 * 1024 * 1024;

    /** An HTTP request. An empty body is none. */
    record Request(String method, URI uri, Map<String, String> headers, String body, Duration timeout) {
        /** Copies. */
        public Request {
            headers = Map.copyOf(headers);
        }

        /** Doesn't repeat its headers: a token is among them. */
        @Override
        public String toString() {
            return method + " " + uri.getPath();
        }
    }

    /** The answer to a request, whatever its status; names of headers in lower case. */
    record Response(int status, Map<String, String> headers, String body) {
        /** Copies. */
        public Response {
            headers = Map.copyOf(headers);
        }

        /** That header, by its name in lower case. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** A WebSocket to be opened. */
    record Opening(URI uri, Map<String, String> headers, String subprotocol, Duration timeout) {
        /** Copies. */
        public Opening {
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "open " + uri.getPath();
        }
    }

    /** An open WebSocket. Nothing is read from it that was not requested. */
    interface Socket {
        /** Reads that many more messages; a transport that can't count reads no further than asked for so far. */
        void request(int messages);

        /** Sends a text message after those that were sent before. */
        void send(String text);

        /** Whether all that was sent is on its way. */
        boolean isIdle();

        /** Says goodbye, and is gone a moment later in any case. */
        void close();

        /** Is gone at once. */
        void abort();
    }

    /** Is told what comes by a socket: one call at a time, in order, on a thread that must not be held up. */
    interface Listener {
        /** A whole message. */
        void onMessage(String text);

        /** A ping or a pong: counts as a sign of life, and not against what was requested. */
        void onSignOfLife();

        /** The other side said goodbye; the last call. */
        void onClosed(int code, String reason);

        /** The connection broke; the last call. */
        void onBroken(Throwable failure);
    }

    /**
     * Fails with an {@link java.io.IOException} where there was no answer, and with a {@link java.net.ConnectException} where
     * it is certain that nothing was sent.
     */
    CompletableFuture<Response> send(Request request);

    /** Fails with {@link HandshakeRefusedException} where the server answered by a status, else as {@link #send} does. */
    CompletableFuture<Socket> open(Opening opening, Listener listener);
}
