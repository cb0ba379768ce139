package dev.tidings.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.e2e.RunningStack;
import dev.tidings.e2e.load.Api;
import dev.tidings.e2e.load.Exactness;
import dev.tidings.e2e.load.Load;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * notification-service is killed at any moment, again and again, while back ends publish and devices read and say things. With
 * every kill its users are left alone for good, so what it lost of theirs, nothing later hides.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class NotificationServiceKilledTest {

    private static final int KILLS = Integer.getInteger("tidings.faults.kills", 4);
    private static final int SHORT_LIFE_MILLIS = 1_500;
    /** Long enough to be busy with more than its start. */
    private static final int LONG_LIFE_MILLIS = 10_000;

    @Test
    void whateverItWasDoingNothingIsLostOrCountedWrong() throws Exception {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("NotificationServiceKilledTest: -Dtidings.seed=" + seed);
        Random random = new Random(seed);
        try (RunningStack stack = RunningStack.up(1, Map.of());
                Api api = new Api(stack.url(), Duration.ofSeconds(40));
                Load load = new Load(api)) {
            load.start(random, 0);
            for (int i = 0; i < KILLS; i++) {
                pass(random.nextInt(i % 4 < 3 ? SHORT_LIFE_MILLIS : LONG_LIFE_MILLIS));
                if (i % 2 == 0) {
                    killAtAnyMoment(stack);
                } else {
                    killBetweenTransactionAndBadge(stack);
                }
                load.changeUsers();
                stack.tidings("start", "notification-service");
            }
            load.end();
            System.out.printf(
                    "%d kills; %d accepted, after %d that were refused or not answered; %d answers to devices%n",
                    KILLS,
                    load.accepted().size(),
                    load.refused().size(),
                    load.answers().size());
            assertThat(load.refused()).isNotEmpty();
            assertThat(load.returns()).as("streams that ended").isZero();
            assertThat(Exactness.of(load).faults()).isEmpty();
        }
    }

    private static void killAtAnyMoment(RunningStack stack) {
        stack.tidings("stop", "--kill", "notification-service");
    }

    /** The log stands still before the transaction ends: no badge of what it wrote can be in it. */
    private static void killBetweenTransactionAndBadge(RunningStack stack) throws Exception {
        List<ProcessHandle> kafka = stack.processes("kafka");
        try (UnfinishedTransaction transaction = new UnfinishedTransaction(stack)) {
            stack.hold(kafka);
            transaction.letItCommit();
        }
        stack.tidings("stop", "--kill", "notification-service");
        stack.letGoOn(kafka);
    }

    private static void pass(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
