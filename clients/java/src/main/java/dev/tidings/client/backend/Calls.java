package dev.tidings.client.backend;

import dev.tidings.client.internal.Retries;
import dev.tidings.client.internal.Threads;
import dev.tidings.client.json.Json;
import dev.tidings.client.json.MalformedJsonException;
import dev.tidings.client.problem.ProblemException;
import dev.tidings.client.problem.TidingsException;
import dev.tidings.client.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Calls with the service token, which is renewed once where it is refused. Safe for use by any thread. */
final class Calls {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI server;
    private final Transport transport;
    private final Retries retries;
    private final ServiceTokens tokens;

    Calls(URI server, Transport transport, Retries retries, ServiceTokens tokens) {
        this.server = server;
        this.transport = transport;
        this.retries = retries;
        this.tokens = tokens;
    }

    /** Publishes: repeated without a doubt where there is a key. */
    CompletableFuture<Json> post(String path, Json body, IdempotencyKey key) {
        Map<String, String> headers = new HashMap<>();
        key.value().ifPresent(value -> headers.put("idempotency-key", value));
        return call(path, headers, body, key.value().isPresent());
    }

    /** Asks for something that does no harm to ask for twice. */
    CompletableFuture<Json> post(String path, Json body) {
        return call(path, Map.of(), body, true);
    }

    private CompletableFuture<Json> call(String path, Map<String, String> headers, Json body, boolean repeatable) {
        return tokens.get()
                .thenCompose(token -> attempt(path, headers, body, repeatable, token)
                        .exceptionallyCompose(failure -> {
                            if (isTokenRefused(Threads.causeOf(failure))) {
                                tokens.drop(token);
                                return tokens.get()
                                        .thenCompose(fresh -> attempt(path, headers, body, repeatable, fresh));
                            }
                            return CompletableFuture.failedFuture(failure);
                        }));
    }

    private CompletableFuture<Json> attempt(
            String path, Map<String, String> headers, Json body, boolean repeatable, String token) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("authorization", "Bearer " + token);
        all.put("content-type", "application/json");
        Transport.Request request = new Transport.Request("POST", server.resolve(path), all, body.toString(), TIMEOUT);
        return retries.send(request, repeatable, () -> transport.send(request)).thenApply(Calls::read);
    }

    private static boolean isTokenRefused(Throwable cause) {
        return cause instanceof ProblemException problem && problem.status() == 401;
    }

    private static Json read(Transport.Response answer) {
        try {
            return answer.body().isEmpty() ? Json.Null.VALUE : Json.parse(answer.body());
        } catch (MalformedJsonException e) {
            throw new TidingsException("the server's answer can't be read", e);
        }
    }

    /** Waits, and throws what failed as it is. A thread that is interrupted waits no longer, and stays interrupted. */
    static <T> T await(CompletableFuture<T> call) {
        try {
            return call.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TidingsException("interrupted while waiting for the answer", e);
        } catch (ExecutionException e) {
            Throwable cause = Threads.causeOf(e.getCause());
            if (cause instanceof TidingsException known) {
                throw known;
            }
            throw new CompletionException(cause);
        }
    }
}
