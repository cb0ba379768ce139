package dev.tidings.notifications.consistency;

import dev.tidings.notifications.fixture.QuickClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What all devices of an app have in common. Safe for use by any thread. */
final class Shared {

    /** A notification, the keys of its records, and of those who were named who was reached. */
    record Sent(Mutings.Published published, boolean expires, List<String> keys, Map<String, Boolean> reached) {}

    final String app;
    final QuickClient backend;
    final List<Person> people;
    final Mutings mutings = new Mutings();
    final Set<Instant> expiries = ConcurrentHashMap.newKeySet();
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();

    Shared(String app, QuickClient backend, List<Person> people) {
        this.app = app;
        this.backend = backend;
        this.people = people;
    }

    void add(Sent one) {
        sent.add(one);
    }

    List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** Any id so far. */
    String anyId(Random random) {
        List<Sent> all = sent();
        return all.isEmpty()
                ? "nothing"
                : all.get(random.nextInt(all.size())).published().id();
    }
}
