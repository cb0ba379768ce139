package dev.tidings.notifications.consistency;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** When users muted what, and when broadcasts were published, as those saw it who did it. Safe for use by any thread. */
final class Mutings {

    /** From when it was asked for to when it was answered. */
    record Span(long began, long ended) {

        boolean isBefore(Span other) {
            return ended < other.began;
        }
    }

    record Put(String user, Set<String> muted, Span span) {}

    record Broadcast(String id, String category, boolean critical, Span span) {}

    private final Queue<Put> puts = new ConcurrentLinkedQueue<>();
    private final Queue<Broadcast> broadcasts = new ConcurrentLinkedQueue<>();

    void add(Put put) {
        puts.add(put);
    }

    void add(Broadcast broadcast) {
        broadcasts.add(broadcast);
    }

    List<Broadcast> broadcasts() {
        return List.copyOf(broadcasts);
    }

    /** Whether a broadcast is one that the user had muted; empty where both happened at once. A user's puts do not overlap. */
    Optional<Boolean> hides(String user, Broadcast broadcast) {
        boolean hidden = false;
        for (Put put : puts) {
            if (!put.user().equals(user) || broadcast.span().isBefore(put.span())) {
                continue;
            }
            if (!put.span().isBefore(broadcast.span())) {
                return Optional.empty();
            }
            hidden = put.muted().contains(broadcast.category()) && !broadcast.critical();
        }
        return Optional.of(hidden);
    }
}
