package dev.tidings.notifications.consistency;

import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** When users muted what, and when what was published, as those saw it who did it. Safe for use by any thread. */
final class Mutings {

    /** From when it was asked for to when it was answered. */
    record Span(long began, long ended) {

        boolean isBefore(Span other) {
            return ended < other.began;
        }
    }

    record Put(String user, Set<String> muted, Span span) {}

    record Published(String id, String category, boolean critical, Span span) {}

    private final Queue<Put> puts = new ConcurrentLinkedQueue<>();

    void add(Put put) {
        puts.add(put);
    }

    /** Whether it is one that the user had muted; empty where both happened at once. A user's puts do not overlap. */
    Optional<Boolean> hides(String user, Published published) {
        boolean hidden = false;
        for (Put put : puts) {
            if (!put.user().equals(user) || published.span().isBefore(put.span())) {
                continue;
            }
            if (!put.span().isBefore(published.span())) {
                return Optional.empty();
            }
            hidden = put.muted().contains(published.category()) && !published.critical();
        }
        return Optional.of(hidden);
    }
}
