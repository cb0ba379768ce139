package dev.tidings.e2e.drill;

import dev.tidings.e2e.Eventually;
import dev.tidings.e2e.load.Api;
import dev.tidings.e2e.load.Told;
import dev.tidings.e2e.load.User;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Somebody who tries whether everything works: a token, a publish, its event, its entry. Confined to one thread. */
final class Probe implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int ACCEPTED = 202;

    private final Api api;
    private final User user;

    Probe(String url) {
        this.api = new Api(url, PATIENCE);
        this.user = new User(api);
    }

    /** Tries from the moment on when the fault's end is begun. Returns when all works, and that has ended. */
    Recovery after(Ground.Act end) throws Exception {
        long from = System.nanoTime();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                end.done();
                ended.complete(null);
            } catch (Exception | AssertionError e) {
                ended.completeExceptionally(e);
            }
        });
        Eventually.holds(
                "a token is issued",
                () -> failed(ended)
                        || api.connectionToken("u" + UUID.randomUUID()).isPresent());
        Duration token = since(from);
        long offset = publish(ended);
        Duration published = since(from);
        Eventually.holds(
                "it is heard",
                () -> failed(ended) || user.ear().own().stream().anyMatch(heard -> heard.offset() >= offset));
        Duration heard = since(from);
        Eventually.holds("it is in the feed", () -> failed(ended) || isViewed(offset));
        Duration viewed = since(from);
        ended.get();
        return new Recovery(token, published, heard, viewed);
    }

    /** Then there is nothing to wait for. */
    private static boolean failed(CompletableFuture<Void> ended) {
        return ended.isCompletedExceptionally();
    }

    private long publish(CompletableFuture<Void> ended) {
        long[] offset = {-1};
        String body = "{\"to\":{\"users\":[\"" + user.name() + "\"]},\"title\":\"probe\"}";
        Eventually.holds("a publish is accepted", () -> {
            Api.Answer answer = api.publish("/v1/notifications", body, Optional.empty());
            if (answer.status() == ACCEPTED) {
                offset[0] = answer.json().at("/positions/0/offset").asLong();
            }
            return failed(ended) || answer.status() == ACCEPTED;
        });
        return offset[0];
    }

    private boolean isViewed(long offset) {
        Api.Answer answer = user.counters();
        return answer.status() == 200
                && Told.of(answer.json(), answer.json().path("asOf").asText()).own() >= offset;
    }

    private static Duration since(long from) {
        return Duration.ofNanos(System.nanoTime() - from);
    }

    @Override
    public void close() {
        user.close();
        api.close();
    }
}
