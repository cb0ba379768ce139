package dev.tidings.contract.token;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * auth-service's keys, as its JWKS publishes them. One background thread polls; while auth-service is away, what was
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

    private volatile Map<String, PublicJsonWebKey> keys = Map.of();
    /** The last fetch begun, done or not. Guarded by this. */
    private CompletableFuture<Void> fetch = CompletableFuture.completedFuture(null);
    /** When a fetch for an unknown key may begin. Guarded by this. */
    private long nextRefetchNanos = System.nanoTime();

    private PublishedKeys(URI jwks, Duration pollEvery) {
        this.request = HttpRequest.newBuilder(jwks)
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .build();
        this.http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        this.pollNanos = pollEvery.toNanos();
        this.poller = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("jwks-poller").daemon().factory());
    }

    /** Starts polling at once; nothing is known before the first answer. */
    public static PublishedKeys poll(URI jwks, Duration every) {
        PublishedKeys keys = new PublishedKeys(jwks, every);
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
            fetch = http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                    .thenAcceptAsync(this::accept, poller)
                    .exceptionally(failure -> {
                        LOG.log(Level.WARNING, "The signing keys can''t be fetched: {0}", failure.getMessage());
                        return null;
                    });
        }
        return fetch;
    }

    private void accept(HttpResponse<InputStream> response) {
        try (var body = response.body()) {
            byte[] bytes = body.readNBytes(MAX_BYTES);
            if (response.statusCode() != 200) {
                throw new IllegalStateException("status " + response.statusCode());
            }
            keys = usable(new JsonWebKeySet(new String(bytes, StandardCharsets.UTF_8)).getJsonWebKeys());
        } catch (IOException | JoseException e) {
            throw new IllegalStateException("no JWKS", e);
        }
    }

    /** Only public keys that name themselves and their algorithm: nothing is left for a token to choose. */
    private static Map<String, PublicJsonWebKey> usable(List<JsonWebKey> published) {
        return published.stream()
                .filter(PublicJsonWebKey.class::isInstance)
                .map(PublicJsonWebKey.class::cast)
                .filter(key -> key.getKeyId() != null && key.getAlgorithm() != null)
                .collect(Collectors.toUnmodifiableMap(
                        JsonWebKey::getKeyId, Function.identity(), (first, same) -> first));
    }

    @Override
    public void close() {
        poller.shutdownNow();
        http.shutdownNow();
    }
}
