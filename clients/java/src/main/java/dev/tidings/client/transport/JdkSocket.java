package dev.tidings.client.transport;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's WebSocket, by whole messages. It asks to be asked: for the other half of a message, and for what comes after a
 * ping, this asks by itself. Its callbacks come one at a time.
 */
final class JdkSocket implements WebSocket.Listener {

    private static final int NORMAL = 1000;
    private static final long GOODBYE_SECONDS = 2;

    private final Transport.Listener listener;
    private final StringBuilder message = new StringBuilder();

    JdkSocket(Transport.Listener listener) {
        this.listener = listener;
    }

    Transport.Socket on(WebSocket socket) {
        return new Open(socket);
    }

    /** Nothing is read before something is requested. */
    @Override
    public void onOpen(WebSocket socket) {}

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        if (message.length() + data.length() > Transport.MAX_CHARS) {
            socket.abort();
            listener.onBroken(new IOException("a message is longer than " + Transport.MAX_CHARS + " characters"));
            return null;
        }
        message.append(data);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            listener.onMessage(whole);
        } else {
            socket.request(1);
        }
        return null;
    }

    /** Of no use here; what was requested was text. */
    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        socket.request(1);
        return null;
    }

    /** The JDK answers it. */
    @Override
    public CompletionStage<?> onPing(WebSocket socket, ByteBuffer data) {
        listener.onSignOfLife();
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
        listener.onSignOfLife();
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        listener.onClosed(code, reason);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        listener.onBroken(failure);
    }

    /** Safe for use by any thread. */
    private static final class Open implements Transport.Socket {

        private final WebSocket socket;
        /** The JDK's socket takes one message at a time. */
        private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

        Open(WebSocket socket) {
            this.socket = socket;
        }

        @Override
        public void request(int messages) {
            socket.request(messages);
        }

        @Override
        public synchronized void send(String text) {
            // What can't be sent shows where it is read.
            sending = sending.thenCompose(before -> socket.sendText(text, true));
        }

        @Override
        public synchronized boolean isIdle() {
            return sending.isDone();
        }

        @Override
        public synchronized void close() {
            sending = sending.thenCompose(before -> socket.sendClose(NORMAL, ""));
            CompletableFuture.delayedExecutor(GOODBYE_SECONDS, TimeUnit.SECONDS).execute(socket::abort);
        }

        @Override
        public void abort() {
            socket.abort();
        }
    }
}
