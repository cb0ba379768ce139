package dev.tidings.local.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One WebSocket, read by one thread as a queue of signals. Never holds more than one frame that is not taken: the next is
 * asked for when it is.
 */
final class StreamSocket implements AutoCloseable {

    sealed interface Signal {
        record Frame(String text) implements Signal {}

        record Closed(int code) implements Signal {}

        /** Nothing came for so long that nobody can be there. */
        record Silent() implements Signal {}
    }

    private final WebSocket socket;
    private final BlockingQueue<Signal> signals;
    /** The JDK's socket takes one message at a time. */
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    private StreamSocket(WebSocket socket, BlockingQueue<Signal> signals) {
        this.socket = socket;
        this.signals = signals;
    }

    static StreamSocket open(HttpClient http, URI address, String token) {
        BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
        WebSocket socket = http.newWebSocketBuilder()
                .subprotocols("tidings.v1")
                .header("Authorization", "Bearer " + token)
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(address, new Receiver(signals))
                .join();
        return new StreamSocket(socket, signals);
    }

    Signal take(Duration limit) throws InterruptedException {
        Signal signal = signals.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (signal instanceof Signal.Frame) {
            socket.request(1);
        }
        return signal == null ? new Signal.Silent() : signal;
    }

    void send(String text) {
        sending = sending.thenCompose(_ -> socket.sendText(text, true));
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Receiver implements WebSocket.Listener {

        private static final int ABNORMAL = 1006;

        private final BlockingQueue<Signal> signals;
        private final StringBuilder message = new StringBuilder();

        Receiver(BlockingQueue<Signal> signals) {
            this.signals = signals;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                signals.add(new Signal.Frame(message.toString()));
                message.setLength(0);
            } else {
                from.request(1);
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
            // The JDK answers it; it only wants to be asked for what comes next.
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            signals.add(new Signal.Closed(code));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            signals.add(new Signal.Closed(ABNORMAL));
        }
    }
}
