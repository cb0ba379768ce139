package dev.tidings.auth.client;

import dev.tidings.auth.AuthConfig;
import dev.tidings.auth.file.ConfigFile;
import dev.tidings.auth.file.ConfigFiles;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.problems.ProblemException;
import dev.tidings.problems.credentials.Credentials;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The clients there are, and whether one is who it says. Made at the start, so a service with a bad file never runs. A
 * wrong secret and an unknown client cost the same time and the same wait. One whose secret was right lately is known by
 * it and never waits. Called from worker threads only.
 */
@Startup
@Singleton
public class Clients {

    private static final Logger LOG = Logger.getLogger(Clients.class);

    private static final long MAX_WAIT_SECONDS = 2;

    private final ConfigFile<ClientTable> file;
    private final Doorman doorman;
    private final VerifiedSecrets verified = new VerifiedSecrets();
    private final Semaphore hashing = new Semaphore(mostAtOnce(), true);
    private final MeterRegistry metrics;

    Clients(AuthConfig config, ConfigFiles files, Doorman doorman, MeterRegistry metrics) {
        Path path = config.clientsFile();
        this.file = files.watch(ClientsFile.SETTING, path, content -> new ClientTable(ClientsFile.read(path, content)));
        this.doorman = doorman;
        this.metrics = metrics;
        metrics.gauge("tidings.auth.verified.secrets", verified, VerifiedSecrets::size);
        file.onChange(table -> LOG.infof("%d clients", table.size()));
        LOG.infof("%d clients", file.current().size());
    }

    /** Each hash takes a core for some hundred milliseconds: more at once would only make all of them late. */
    private static int mostAtOnce() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    /** The client of that id as it is now. */
    Optional<Client> find(String id) {
        return file.current().find(id);
    }

    /**
     * The client these credentials are of; empty where they are of none. Blocks while it hashes. Throws {@code
     * rate-limited} where there were too many wrong ones.
     */
    public Optional<Client> authenticate(Credentials.Basic credentials, String address) {
        assert BlockingOperationControl.isBlockingAllowed() : "hashing on an event loop";
        ClientTable table = file.current();
        Optional<Client> client = table.find(credentials.id());
        if (client.isPresent() && verified.contains(client.get(), credentials.secret())) {
            count("accepted");
            return client;
        }
        Doorman.Try attempt = new Doorman.Try(credentials.id(), address);
        Duration wait = doorman.begin(attempt);
        if (!wait.isZero()) {
            count("limited");
            throw limited(wait);
        }
        SecretHash hash = client.map(Client::secret).orElse(table.decoy());
        if (!hashMatches(hash, credentials.secret(), attempt)) {
            count("refused");
            return Optional.empty();
        }
        client.ifPresent(known -> verified.add(known, credentials.secret()));
        doorman.succeeded(attempt);
        count("accepted");
        return client;
    }

    private boolean hashMatches(SecretHash hash, String secret, Doorman.Try attempt) {
        try {
            if (!hashing.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                doorman.undecided(attempt);
                throw overCapacity();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            doorman.undecided(attempt);
            throw overCapacity();
        }
        try {
            return hash.matches(secret);
        } finally {
            hashing.release();
        }
    }

    private void count(String outcome) {
        metrics.counter("tidings.auth.client.authentications", "outcome", outcome)
                .increment();
    }

    private static ProblemException limited(Duration wait) {
        return refusal(
                ProblemCode.RATE_LIMITED,
                "There were too many wrong credentials.",
                wait.plusMillis(999).toSeconds());
    }

    private static ProblemException overCapacity() {
        return refusal(ProblemCode.OVER_CAPACITY, "Too many credentials are being checked.", MAX_WAIT_SECONDS);
    }

    private static ProblemException refusal(ProblemCode code, String detail, long retryAfterSeconds) {
        return new ProblemException(code, detail, List.of(), Map.of("Retry-After", Long.toString(retryAfterSeconds)));
    }
}
