package dev.tidings.auth.client;

import dev.tidings.auth.AuthConfig;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.problems.ProblemException;
import dev.tidings.problems.credentials.Credentials;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The clients there are, and whether one is who it says. Made at the start, so a service with a bad file never runs. A
 * wrong secret and an unknown client cost the same time. Called from worker threads only.
 */
@Startup
@Singleton
public class Clients {

    private static final Logger LOG = Logger.getLogger(Clients.class);

    /** Each hash takes a core for some hundred milliseconds: more at once would only make all of them late. */
    private static final int MAX_HASHING = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

    private static final long MAX_WAIT_SECONDS = 2;

    private final Map<String, Client> byId;
    private final SecretHash decoy;
    private final VerifiedSecrets verified = new VerifiedSecrets();
    private final Semaphore hashing = new Semaphore(MAX_HASHING, true);
    private final MeterRegistry metrics;

    Clients(AuthConfig config, MeterRegistry metrics) {
        List<Client> clients = ClientsFile.read(config.clientsFile());
        this.byId = clients.stream().collect(Collectors.toUnmodifiableMap(Client::id, Function.identity()));
        this.decoy = SecretHash.decoy(clients.stream()
                .mapToInt(client -> client.secret().iterations())
                .max()
                .orElseThrow());
        this.metrics = metrics;
        metrics.gauge("tidings.auth.verified.secrets", verified, VerifiedSecrets::size);
        LOG.infof("%d clients", byId.size());
    }

    /** The client these credentials are of; empty where they are of none. Blocks while it hashes. */
    public Optional<Client> authenticate(Credentials.Basic credentials) {
        assert BlockingOperationControl.isBlockingAllowed() : "hashing on an event loop";
        Client client = byId.get(credentials.id());
        boolean known = client != null && verified.contains(client, credentials.secret());
        if (!known && !hashMatches(client == null ? decoy : client.secret(), credentials.secret())) {
            metrics.counter("tidings.auth.client.authentications", "outcome", "refused")
                    .increment();
            return Optional.empty();
        }
        if (!known) {
            verified.add(client, credentials.secret());
        }
        metrics.counter("tidings.auth.client.authentications", "outcome", "accepted")
                .increment();
        return Optional.of(client);
    }

    private boolean hashMatches(SecretHash hash, String secret) {
        try {
            if (!hashing.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw overCapacity();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw overCapacity();
        }
        try {
            return hash.matches(secret);
        } finally {
            hashing.release();
        }
    }

    private static ProblemException overCapacity() {
        return new ProblemException(
                ProblemCode.OVER_CAPACITY,
                "Too many credentials are being checked.",
                List.of(),
                Map.of("Retry-After", Long.toString(MAX_WAIT_SECONDS)));
    }
}
