package dev.tidings.client.backend;

import dev.tidings.client.internal.Retries;
import dev.tidings.client.json.Json;
import dev.tidings.client.transport.Transport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The client's service token: fetched when first needed, renewed before it ends, by one call at a time whoever waits for
 * it. Safe for use by several threads.
 */
final class ServiceTokens {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private record Token(String value, long renewAtNanos) {}

    private final Transport transport;
    private final Retries retries;
    private final Transport.Request request;
    private CompletableFuture<Token> current = CompletableFuture.failedFuture(new IllegalStateException("none yet"));

    ServiceTokens(URI server, String id, String secret, Transport transport, Retries retries) {
        this.transport = transport;
        this.retries = retries;
        String credentials = id + ":" + secret;
        String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        this.request = new Transport.Request(
                "POST",
                server.resolve("/oauth2/token"),
                Map.of("authorization", "Basic " + basic, "content-type", "application/x-www-form-urlencoded"),
                "grant_type=client_credentials",
                TIMEOUT);
    }

    /** One that is good for a while yet. */
    CompletableFuture<String> get() {
        return token().thenApply(Token::value);
    }

    /** The server takes it no more; another one that came meanwhile stays. */
    synchronized void drop(String refused) {
        if (current.isDone()
                && !current.isCompletedExceptionally()
                && current.join().value().equals(refused)) {
            current = CompletableFuture.failedFuture(new IllegalStateException("refused"));
        }
    }

    private synchronized CompletableFuture<Token> token() {
        if (current.isDone() && (current.isCompletedExceptionally() || isToBeRenewed(current.join()))) {
            current = retries.send(request, true, () -> transport.send(request)).thenApply(ServiceTokens::read);
        }
        return current;
    }

    private static boolean isToBeRenewed(Token token) {
        return System.nanoTime() - token.renewAtNanos() > 0;
    }

    private static Token read(Transport.Response answer) {
        Json json = Json.parse(answer.body());
        // With a fifth of its life left, so that no call is made with one that ends on the way.
        long seconds = json.get("expires_in").integer().orElse(0) * 4 / 5;
        return new Token(
                json.get("access_token").text(""),
                System.nanoTime() + Duration.ofSeconds(seconds).toNanos());
    }
}
