package dev.tidings.e2e.drill;

import java.time.Duration;
import java.util.List;

/** Every part is restarted, one after the other, as at an update. */
final class Rollout implements Drill {

    private static final List<String> PARTS =
            List.of("auth-service", "notification-service", "realtime-edge-1", "realtime-edge-2", "kafka", "postgres");

    @Override
    public String name() {
        return "rollout";
    }

    @Override
    public String what() {
        return "every part is ended cleanly (SIGTERM) and started again, one after the other";
    }

    @Override
    public void run(Ground ground) throws Exception {
        for (String part : PARTS) {
            ground.fault(
                    part + " restarted",
                    () -> ground.tidings("stop", part),
                    Duration.ZERO,
                    () -> ground.tidings("start", part));
        }
    }
}
