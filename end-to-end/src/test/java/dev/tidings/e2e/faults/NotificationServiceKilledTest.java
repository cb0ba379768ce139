package dev.tidings.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.e2e.RunningStack;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * notification-service is killed at any moment, again and again, while back ends publish and devices read and say things. Each
 * round some users are left alone for good, so what a kill lost of theirs, nothing later would hide.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class NotificationServiceKilledTest {

    private static final int KILLS = Integer.getInteger("tidings.faults.kills", 6);
    private static final int LONGEST_LIFE_MILLIS = 1_500;

    @Test
    void whateverItWasDoingNothingIsLostOrCountedWrong() throws Exception {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("NotificationServiceKilledTest: -Dtidings.seed=" + seed);
        Random random = new Random(seed);
        try (RunningStack stack = RunningStack.up(1, Map.of());
                Api api = new Api(stack.url());
                Load load = new Load(api)) {
            load.start(random, 0);
            for (int i = 0; i < KILLS; i++) {
                load.addUsers(2);
                int alive = random.nextInt(LONGEST_LIFE_MILLIS);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(alive));
                stack.tidings("stop", "--kill", "notification-service");
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
            Exactness.holds(load);
        }
    }
}
