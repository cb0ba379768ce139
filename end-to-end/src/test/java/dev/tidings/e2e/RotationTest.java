package dev.tidings.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys rotate, twice, while tokens are made and used a hundred times a second: not one is refused. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RotationTest {

    private static final int TOKENS = 3_000;
    private static final int FIRST_ROTATION = 400;
    /** From the first new key's first token on: an edge asks for a key that it doesn't know once in ten seconds. */
    private static final long BETWEEN_ROTATIONS_NANOS = TimeUnit.SECONDS.toNanos(11);

    /** So soon after its publication a key signs that no edge has polled it yet: they have to ask for it. */
    private static final Map<String, String> QUICK =
            Map.of("TIDINGS_AUTH_KEY_LEAD", "PT2S", "TIDINGS_AUTH_RELOAD_EVERY", "PT1S");

    private static final int CALLERS = 4;
    private static final long BETWEEN_TWO_NANOS = TimeUnit.SECONDS.toNanos(1) / 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicInteger made = new AtomicInteger();
    private final Set<String> signedBy = new LinkedHashSet<>();
    private final ConcurrentLinkedQueue<Throwable> refusals = new ConcurrentLinkedQueue<>();

    @Test
    void noGoodTokenIsRefused() throws Exception {
        try (RunningStack stack = RunningStack.up(2, QUICK)) {
            ProductBackend backend = new ProductBackend(stack.url());
            Path keys = stack.directory().resolve("data/auth/signing-keys.json");
            long began = System.nanoTime();
            try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
                for (int caller = 0; caller < CALLERS; caller++) {
                    callers.execute(() -> makeAndUse(stack.url(), backend, began));
                }
                awaitMade(FIRST_ROTATION);
                rotate(keys, "first");
                awaitSigned("first");
                rotate(keys, "second");
            }
            assertThat(refusals).map(Throwable::toString).isEmpty();
            assertThat(made.get()).isGreaterThanOrEqualTo(TOKENS);
            assertThat(List.copyOf(signedBy)).hasSize(3).endsWith("first", "second");
        }
    }

    private void makeAndUse(String url, ProductBackend backend, long began) {
        for (int i = made.getAndIncrement(); i < TOKENS && refusals.isEmpty(); i = made.getAndIncrement()) {
            LockSupport.parkNanos(began + i * BETWEEN_TWO_NANOS - System.nanoTime());
            try {
                String token = backend.connectionToken("u" + i);
                synchronized (signedBy) {
                    signedBy.add(keyOf(token));
                }
                PlainSocket.connect(url, token).close();
            } catch (CompletionException e) {
                refusals.add(told(e));
            } catch (Exception | AssertionError e) {
                refusals.add(e);
            }
        }
    }

    /** With what the edge answered. */
    private static Throwable told(CompletionException refused) {
        return refused.getCause() instanceof WebSocketHandshakeException handshake
                ? new AssertionError(
                        handshake.getResponse() + " "
                                + handshake.getResponse().headers().map(),
                        refused)
                : refused;
    }

    private void awaitMade(int count) {
        while (made.get() < count && refusals.isEmpty()) {
            LockSupport.parkNanos(BETWEEN_TWO_NANOS);
        }
    }

    private void awaitSigned(String kid) {
        long now = System.nanoTime();
        for (long since = now; now - since < BETWEEN_ROTATIONS_NANOS && refusals.isEmpty(); now = System.nanoTime()) {
            LockSupport.parkNanos(BETWEEN_TWO_NANOS);
            synchronized (signedBy) {
                since = signedBy.contains(kid) ? since : now;
            }
        }
    }

    /** The new key signs, the one that signed is still good: one change of the file, moved into place. */
    private static void rotate(Path file, String kid) throws Exception {
        ObjectNode set = (ObjectNode) JSON.readTree(file.toFile());
        ArrayNode keys = (ArrayNode) set.path("keys");
        keys.forEach(key -> ((ObjectNode) key).put("state", "retired"));
        EllipticCurveJsonWebKey fresh = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        fresh.setKeyId(kid);
        fresh.setAlgorithm("ES256");
        fresh.setUse("sig");
        keys.add(
                ((ObjectNode) JSON.readTree(fresh.toJson(OutputControlLevel.INCLUDE_PRIVATE))).put("state", "signing"));
        Path next = Files.write(file.resolveSibling("next.json"), JSON.writeValueAsBytes(set));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String keyOf(String token) throws Exception {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))))
                .path("kid")
                .asText();
    }
}
