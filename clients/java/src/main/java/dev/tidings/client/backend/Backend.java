package dev.tidings.client.backend;

import dev.tidings.client.internal.Retries;
import dev.tidings.client.internal.Threads;
import dev.tidings.client.json.Json;
import dev.tidings.client.problem.ProblemException;
import dev.tidings.client.problem.UnreachableException;
import dev.tidings.client.stream.TokenSupplier;
import dev.tidings.client.transport.JdkTransport;
import dev.tidings.client.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A product's back end, identified by its client's id and secret. Make one and keep it. Safe for use by several threads.
 *
 * <p>Each call is made again, with growing pauses and as the server asks by {@code Retry-After}, until it is answered or its
 * patience is over; its {@link IdempotencyKey} keeps that from publishing anything twice. It fails by a
 * {@link ProblemException} where the server refuses, by an {@link UnreachableException} where there is no answer. What is
 * named {@code ...Async} blocks no thread, and its future fails by the same.
 */
public final class Backend {

    private static final String NOTIFICATIONS = "/v1/notifications";
    private static final String BATCH = "/v1/notifications:batch";

    private final Calls calls;

    private Backend(Calls calls) {
        this.calls = calls;
    }

    /** At that address: {@code https://tidings.example.com}. */
    public static Builder at(String url) {
        return new Builder(URI.create(url));
    }

    /** Publishes a notification, and returns when the log has it. */
    public Receipt send(Notification notification) {
        return send(notification, IdempotencyKey.random());
    }

    /** The same under a key of the caller's, or under none. */
    public Receipt send(Notification notification, IdempotencyKey key) {
        return Calls.await(sendAsync(notification, key));
    }

    /** The same without waiting. */
    public CompletableFuture<Receipt> sendAsync(Notification notification, IdempotencyKey key) {
        return calls.post(NOTIFICATIONS, notification.toJson(), key).thenApply(Receipt::read);
    }

    /**
     * Publishes 1 to 1,000 at once, and tells of each what became of it, in their order. One that was refused is not made
     * again by itself: under the same key the whole would get the same answer.
     */
    public List<BatchResult> sendAll(List<Notification> notifications) {
        return Calls.await(sendAllAsync(notifications, IdempotencyKey.random()));
    }

    /** The same without waiting, under a key for the whole, or under none. */
    public CompletableFuture<List<BatchResult>> sendAllAsync(List<Notification> notifications, IdempotencyKey key) {
        Json body = Json.of(notifications.stream().map(Notification::toJson).toList());
        return calls.post(BATCH, body, key)
                .thenApply(answer -> answer.get("results").list().stream()
                        .map(result -> BatchResult.read(BATCH, result))
                        .toList());
    }

    /** Publishes an event of the product's own, and returns when the log has it. */
    public Receipt publish(ChannelEvent event) {
        return Calls.await(publishAsync(event, IdempotencyKey.random()));
    }

    /** The same without waiting, under a key of the caller's, or under none. */
    public CompletableFuture<Receipt> publishAsync(ChannelEvent event, IdempotencyKey key) {
        return calls.post("/v1/events", event.toJson(), key).thenApply(Receipt::read);
    }

    /** A token with which that user opens a connection: for a browser, or a stream of this process. */
    public String connectionToken(UserRights user) {
        return Calls.await(calls.post("/v1/tokens", user.toJson())).get("token").text("");
    }

    /** Such tokens for a stream of this process, a new one each time. */
    public TokenSupplier tokensFor(UserRights user) {
        return () -> connectionToken(user);
    }

    /** The same, with no further rights. */
    public TokenSupplier tokensFor(String user) {
        return tokensFor(UserRights.of(user));
    }

    /** A token with which that user makes one subscription to one channel. */
    public String grant(String user, String channel) {
        return Calls.await(calls.post("/v1/grants", Json.of(Map.of("user", user, "channel", channel))))
                .get("token")
                .text("");
    }

    /** Ends all connections of that user within 2 seconds; tokens issued until now are refused. */
    public void revoke(String user) {
        Calls.await(calls.post("/v1/revocations", Json.of(Map.of("user", user))));
    }

    /** How a {@link Backend} is to be. Not for use by several threads. */
    public static final class Builder {

        private static final Duration PATIENCE = Duration.ofSeconds(30);

        private final URI server;
        private String id = "";
        private String secret = "";
        private Duration patience = PATIENCE;
        private Transport transport;
        private Executor executor = Threads.shared();

        private Builder(URI server) {
            this.server = server;
        }

        /** The client's id and secret. */
        public Builder credentials(String clientId, String clientSecret) {
            id = Objects.requireNonNull(clientId);
            secret = Objects.requireNonNull(clientSecret);
            return this;
        }

        /** For how long a call is tried again; 30 seconds where nothing is said, and zero for a single attempt. */
        public Builder patience(Duration howLong) {
            patience = Objects.requireNonNull(howLong);
            return this;
        }

        /** Another way to the network than {@link JdkTransport}. */
        public Builder transport(Transport way) {
            transport = Objects.requireNonNull(way);
            return this;
        }

        /** Where later attempts begin; daemon threads of the client's own where nothing is said. */
        public Builder executor(Executor where) {
            executor = Objects.requireNonNull(where);
            return this;
        }

        /** Calls nobody yet. */
        public Backend build() {
            Transport way = transport == null ? JdkTransport.shared() : transport;
            Retries retries = new Retries(executor, patience);
            ServiceTokens tokens = new ServiceTokens(server, id, secret, way, retries);
            return new Backend(new Calls(server, way, retries, tokens));
        }
    }
}
