package dev.tidings.e2e.drill;

import java.time.Duration;
import java.util.List;

/** Any part dies, at any moment, and comes back after a while. */
final class Kills implements Drill {

    private static final List<String> PARTS =
            List.of("realtime-edge-1", "realtime-edge-2", "notification-service", "auth-service", "kafka", "postgres");
    private static final Duration LONGEST_AWAY = Duration.ofSeconds(10);
    private static final Duration LONGEST_PEACE = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "kills";
    }

    @Override
    public String what() {
        return "edges, services, Kafka and PostgreSQL are killed (SIGKILL), in random order, and started again";
    }

    @Override
    public void run(Ground ground) throws Exception {
        while (!ground.isOver()) {
            String part = PARTS.get(ground.random().nextInt(PARTS.size()));
            Ground.pass(ground.upTo(LONGEST_PEACE));
            ground.fault(
                    part + " killed",
                    () -> ground.tidings("stop", "--kill", part),
                    ground.upTo(LONGEST_AWAY),
                    () -> ground.tidings("start", part));
        }
    }
}
