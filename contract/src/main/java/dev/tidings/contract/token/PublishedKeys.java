package dev.tidings.contract.token;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The keys of an issuer, auth-service or another, as its JWKS publishes them. One background thread polls; while nobody answers, or without a key, what was
 * fetched last goes on being used. Fetches for an unknown key share one request and are at least {@value
 * #REFETCH_SECONDS} seconds apart, so made-up key ids cost nobody anything.
 */
public final class PublishedKeys implements VerificationKeys, AutoCloseable {

    static final long REFETCH_SECONDS = 10;

    private static final Logger LOG = Logger.getLogger(PublishedKeys.class.getName());
    private static final int MAX_BYTES = 256 * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RETRY_WHILE_EMPTY = Duration.ofSeconds(1);

    private final HttpRequest request;
    private final HttpClient http;
    private final ScheduledExecutorService poller;
    private final long pollNanos;
    private final Predicate<PublicJsonWebKey> usable;

    private volatile Map<String, PublicJsonWebKey> keys = Map.of();
    private volatile boolean failing;
    /** The last fetch begun, done or not. Guarded by this. */
    private CompletableFuture<Void> fetch = CompletableFuture.completedFuture(null);
    /** When a fetch for an unknown key may begin. Guarded by this. */
    private long nextRefetchNanos = System.nanoTime();

    private PublishedKeys(URI jwks, Duration pollEvery, Predicate<PublicJsonWebKey> usable) {
        this.usable = usable;
        this.request = HttpRequest.newBuilder(jwks)
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .build();
        this.http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        this.pollNanos = pollEvery.toNanos();
        this.poller = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("jwks-poller").daemon().factory());
    }

    /**
     * Starts polling at once; nothing is known before the first answer. Only keys that name their algorithm are used:
     * nothing is left for a token to choose.
     */
    public static PublishedKeys poll(URI jwks, Duration every) {
        return start(new PublishedKeys(jwks, every, key -> key.getAlgorithm() != null));
    }

    /**
     * As {@link #poll}, of an issuer that is not ours: its keys need not name an algorithm, so whoever asks for one must
     * bind it to those that are expected of this issuer.
     */
    public static PublishedKeys pollForeign(URI jwks, Duration every) {
        return start(new PublishedKeys(jwks, every, key -> !"enc".equals(key.getUse())));
    }

    private static PublishedKeys start(PublishedKeys keys) {
        // Begun here, so that who asks first waits for it instead of using up the fetch for an unknown key.
        keys.pollForEver();
        return keys;
    }

    @Override
    public Optional<PublicJsonWebKey> find(String kid) {
        return Optional.ofNullable(keys.get(kid));
    }

    /** Whether keys were ever fetched: before that no token can be judged. */
    public boolean known() {
        return !keys.isEmpty();
    }

    @Override
    public synchronized CompletionStage<Void> refetch() {
        if (fetch.isDone() && System.nanoTime() - nextRefetchNanos >= 0) {
            nextRefetchNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(REFETCH_SECONDS);
            return fetch();
        }
        return fetch;
    }

    private void pollForEver() {
        fetch().whenComplete((done, failure) -> {
            if (!poller.isShutdown()) {
                long delay = known() ? pollNanos : RETRY_WHILE_EMPTY.toNanos();
                poller.schedule(this::pollForEver, delay, TimeUnit.NANOSECONDS);
            }
        });
    }

    private synchronized CompletableFuture<Void> fetch() {
        if (fetch.isDone()) {
            fetch = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES))
                    .orTimeout(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .thenAcceptAsync(this::accept, poller)
                    .handle(this::tell);
        }
        return fetch;
    }

    private void accept(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("status " + response.statusCode());
        }
        try {
            String body = new String(response.body(), StandardCharsets.UTF_8);
            Map<String, PublicJsonWebKey> published = usable(new JsonWebKeySet(body).getJsonWebKeys());
            if (published.isEmpty()) {
                throw new IllegalStateException("no usable key in it");
            }
            keys = published;
        } catch (JoseException e) {
            throw new IllegalStateException("no JWKS", e);
        }
    }

    /** Says a change and not every fetch: it may go on for hours. */
    private Void tell(Void done, Throwable failure) {
        if (poller.isShutdown()) {
            return null;
        }
        if (failure != null && !failing) {
            LOG.log(Level.WARNING, "The keys of {0} can''t be fetched: {1}", new Object[] {
                request.uri(), failure instanceof CompletionException ? failure.getCause() : failure
            });
        } else if (failure == null && failing) {
            LOG.log(Level.INFO, "The keys of {0} were fetched again", request.uri());
        }
        failing = failure != null;
        return null;
    }

    private Map<String, PublicJsonWebKey> usable(List<JsonWebKey> published) {
        return published.stream()
                .filter(PublicJsonWebKey.class::isInstance)
                .map(PublicJsonWebKey.class::cast)
                .filter(key -> key.getKeyId() != null && usable.test(key))
                .collect(Collectors.toUnmodifiableMap(
                        JsonWebKey::getKeyId, Function.identity(), (first, same) -> first));
    }

    @Override
    public void close() {
        poller.shutdownNow();
        http.shutdownNow();
    }
}
