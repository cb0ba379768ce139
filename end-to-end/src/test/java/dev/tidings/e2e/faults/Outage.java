package dev.tidings.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.e2e.Eventually;
import dev.tidings.e2e.RunningStack;
import dev.tidings.e2e.load.Api;
import dev.tidings.e2e.load.Exactness;
import dev.tidings.e2e.load.Load;
import dev.tidings.e2e.load.User;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A stack under load, of which a part is killed, stays away, and comes back; then everything has to be exact. */
final class Outage implements AutoCloseable {

    private static final int SECONDS = Integer.getInteger("tidings.faults.away", 5);

    private final RunningStack stack = RunningStack.up(1, Map.of());
    private final Api api = new Api(stack.url(), Duration.ofSeconds(40));
    private final Load load = new Load(api);

    /** Starts the load; returns a user who has something in the feed. */
    User begin(int publishersWithoutKey) {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("-Dtidings.seed=" + seed);
        load.start(new Random(seed), publishersWithoutKey);
        User ann = load.users().getFirst();
        Eventually.holds("badges come", () -> ann.badge().isPresent());
        return ann;
    }

    Api api() {
        return api;
    }

    Load load() {
        return load;
    }

    /** Returns after the end of the load. */
    void of(String part, Runnable meanwhile) throws InterruptedException {
        stack.tidings("stop", "--kill", part);
        long back = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        do {
            meanwhile.run();
        } while (System.nanoTime() - back < 0);
        stack.tidings("start", part);
        load.end();
        System.out.printf(
                "%d accepted, after %d that were refused with %s away for %d s; %d answers to devices%n",
                load.accepted().size(),
                load.refused().size(),
                part,
                SECONDS,
                load.answers().size());
        assertThat(load.answers())
                .extracting(Api.Answer::status)
                .contains(200, 503)
                .isSubsetOf(200, 202, 503);
        assertThat(load.returns()).as("streams that ended").isZero();
        assertThat(Exactness.of(load).faults()).isEmpty();
    }

    @Override
    public void close() {
        load.close();
        api.close();
        stack.close();
    }
}
