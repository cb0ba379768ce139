package dev.tidings.e2e.drill;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Something that is done to a running system. */
interface Drill {

    String name();

    /** In a sentence. */
    String what();

    /** How long it usually takes; one that goes through a list ends with the list. */
    default Duration usualTime() {
        return Duration.ofMinutes(10);
    }

    /** Why it can't be done on this machine, if so. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** What is made ready before the system is up: settings of the services, as environment variables. */
    default Map<String, String> prepare(Ground ground) throws Exception {
        return Map.of();
    }

    /** With the system up and under load. Every fault is over when it returns. */
    void run(Ground ground) throws Exception;

    /** Takes back what was made ready, once the system is down. */
    default void clear(Ground ground) throws Exception {}
}
