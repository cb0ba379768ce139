package dev.tidings.auth.client;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Slows guessing down. Failures count for the address, for the client as tried from that address, and for the client from
 * wherever. From an address that it has succeeded from before, a client waits for its own failures there alone: nobody
 * locks somebody else out. Unknown clients are counted like known ones. Safe for use by any thread.
 */
@Singleton
class Doorman {

    private static final int MAX_ID = 64;

    /** One try, by whom and from where. */
    record Try(String client, String address) {
        Try {
            // No client has a longer id, and keys must not be made large from outside.
            client = client.length() > MAX_ID ? "too-long" : client;
        }

        private String pair() {
            return address + " " + client;
        }
    }

    private final Attempts byAddress;
    private final Attempts byPair;
    private final Attempts byClient;
    private final KnownAddresses known = new KnownAddresses();

    Doorman(LimitConfig limits, MeterRegistry metrics) {
        this.byAddress = new Attempts(limits.freePerAddress(), limits.longestWait(), System::nanoTime);
        this.byPair = new Attempts(limits.freePerClientAndAddress(), limits.longestWait(), System::nanoTime);
        this.byClient = new Attempts(limits.freePerClient(), limits.longestWaitPerClient(), System::nanoTime);
        metrics.gauge(
                "tidings.auth.attempts.kept",
                this,
                all -> all.byAddress.size() + all.byPair.size() + all.byClient.size());
    }

    /** Begins a try; zero where it may go on, otherwise how long to wait, and nothing was begun. */
    Duration begin(Try attempt) {
        boolean trusted = known.contains(attempt.pair());
        Duration wait = Stream.of(
                        byPair.wait(attempt.pair()),
                        trusted ? Duration.ZERO : byAddress.wait(attempt.address()),
                        trusted ? Duration.ZERO : byClient.wait(attempt.client()))
                .max(Duration::compareTo)
                .orElseThrow();
        if (wait.isZero()) {
            byAddress.begin(attempt.address());
            byPair.begin(attempt.pair());
            byClient.begin(attempt.client());
        }
        return wait;
    }

    void succeeded(Try attempt) {
        known.add(attempt.pair());
        byAddress.forgive(attempt.address());
        byPair.forget(attempt.pair());
        byClient.forgive(attempt.client());
    }

    /** It was never found out: the service was too busy. */
    void undecided(Try attempt) {
        byAddress.forgive(attempt.address());
        byPair.forgive(attempt.pair());
        byClient.forgive(attempt.client());
    }
}
