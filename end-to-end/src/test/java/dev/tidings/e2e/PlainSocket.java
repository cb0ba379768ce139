package dev.tidings.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** One socket of one edge, which doesn't come back. */
final class PlainSocket implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final WebSocket socket;
    private final Ear ear;

    private PlainSocket(WebSocket socket, Ear ear) {
        this.socket = socket;
        this.ear = ear;
    }

    /** Is subscribed when this returns. Throws {@link CompletionException} where the handshake is refused. */
    static PlainSocket connect(String edge, String token) {
        Ear ear = new Ear();
        WebSocket socket = HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create(edge.replaceFirst("^http", "ws") + "/v1/stream"), ear)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        await(ear.subscribed);
        return new PlainSocket(socket, ear);
    }

    void awaitEvent() {
        await(ear.event);
    }

    /** What it was told when its edge was about to go. */
    double retryAfter() {
        return await(ear.draining);
    }

    int closeCode() {
        return await(ear.closed);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static final class Ear implements WebSocket.Listener {

        final CompletableFuture<Void> subscribed = new CompletableFuture<>();
        final CompletableFuture<Void> event = new CompletableFuture<>();
        final CompletableFuture<Double> draining = new CompletableFuture<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            if (data.toString().startsWith("{\"type\":\"subscribed\",\"channel\":\"everyone\"")) {
                subscribed.complete(null);
            } else if (data.toString().startsWith("{\"type\":\"event\"")) {
                event.complete(null);
            } else if (data.toString().startsWith("{\"type\":\"draining\"")) {
                draining.complete(Double.valueOf(data.toString().replaceAll("[^0-9.]", "")));
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            subscribed.completeExceptionally(new IllegalStateException("closed: " + code));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
