package dev.tidings.e2e.drill;

import java.time.Duration;
import java.util.List;

/**
 * A part stands still and is neither gone nor there: as one whose disk answers nothing, or whose machine is out of breath. Done
 * by SIGSTOP; a disk that is only slower is not shown by it.
 */
final class Stalls implements Drill {

    private static final Duration STILL = Duration.ofSeconds(15);
    private static final List<String> PARTS =
            List.of("postgres", "kafka", "notification-service", "auth-service", "realtime-edge-1");

    @Override
    public String name() {
        return "stalls";
    }

    @Override
    public String what() {
        return "each part stands still for %d s (SIGSTOP), as with a disk that doesn't answer, and goes on"
                .formatted(STILL.toSeconds());
    }

    @Override
    public void run(Ground ground) throws Exception {
        for (String part : PARTS) {
            List<ProcessHandle> processes = ground.stack().processes(part);
            ground.fault(
                    part + " stood still",
                    () -> ground.stack().hold(processes),
                    STILL,
                    () -> ground.stack().letGoOn(processes));
        }
    }
}
