package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.load.Client;
import dev.tidings.benchmarks.load.Clock;
import dev.tidings.benchmarks.load.Fleet;
import dev.tidings.benchmarks.rig.Server;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Clients that don't just stay: they leave and break off, stop reading for a while, or are there no more without a word,
 * and each comes back with what it has. One thread asks for it; what follows happens on the clients' loops.
 */
final class Churn {

    /** What a client may come to. */
    enum Fate {
        LEAVES,
        BREAKS_OFF,
        STALLS,
        /** Its socket stays open, but nobody reads or answers: as a machine that lost its network. */
        VANISHES
    }

    private static final int LONGEST_AWAY_MILLIS = 3_000;
    private static final int STALLED_MILLIS = 8_000;
    /** Longer than an edge waits for an answer: three heartbeats. */
    private static final int HEARTBEATS_VANISHED = 5;

    private final Fleet fleet;
    private final List<Client> clients;
    private final Server edge;
    private final Duration heartbeat;
    /** Those with whom something is going on. */
    private final Set<Client> busy = ConcurrentHashMap.newKeySet();

    /** What came to pass, by kind. Of the thread that asks for it. */
    private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);

    private volatile boolean over;

    Churn(Fleet fleet, List<Client> clients, Server edge, Duration heartbeat) {
        this.fleet = fleet;
        this.clients = clients;
        this.edge = edge;
        this.heartbeat = heartbeat;
        fleet.whenLost(clients, this::comeBack);
    }

    /** So many a second, for so long. */
    void go(double perSecond, Duration length) throws InterruptedException {
        long start = Clock.micros();
        long count = (long) (perSecond * length.toMillis() / 1_000);
        for (long i = 0; i < count; i++) {
            Clock.sleepUntil(start + (long) (i * 1e6 / perSecond));
            one();
        }
    }

    private void one() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Client client = clients.get(random.nextInt(clients.size()));
        if (!busy.add(client)) {
            return;
        }
        Fate fate = Fate.values()[random.nextInt(Fate.values().length)];
        counts.merge(fate, 1L, Long::sum);
        switch (fate) {
            case LEAVES -> fleet.drop(client);
            case BREAKS_OFF -> fleet.reset(client);
            case STALLS -> {
                fleet.read(List.of(client), false);
                fleet.later(client, STALLED_MILLIS, TimeUnit.MILLISECONDS, () -> {
                    fleet.read(List.of(client), true);
                    busy.remove(client);
                });
            }
            case VANISHES -> {
                fleet.read(List.of(client), false);
                long length = heartbeat.multipliedBy(HEARTBEATS_VANISHED).toMillis();
                fleet.later(client, length, TimeUnit.MILLISECONDS, () -> fleet.drop(client));
            }
        }
    }

    /** On the client's loop, whenever it has no connection: a try that fails comes here again. */
    private void comeBack(Client client) {
        if (over) {
            return;
        }
        busy.add(client);
        long delay = ThreadLocalRandom.current().nextLong(LONGEST_AWAY_MILLIS);
        fleet.later(
                client,
                delay,
                TimeUnit.MILLISECONDS,
                () -> fleet.connect(client, edge.address()).thenRun(() -> busy.remove(client)));
    }

    /** Whether everybody is back, within that time. */
    boolean settles(Duration limit) throws InterruptedException {
        long deadline = Clock.micros() + limit.toNanos() / 1_000;
        while (!busy.isEmpty() && Clock.micros() < deadline) {
            Clock.sleepUntil(Clock.micros() + 10_000);
        }
        return busy.isEmpty();
    }

    long count(Fate fate) {
        return counts.getOrDefault(fate, 0L);
    }

    /** Nobody comes back any more. */
    void end() {
        over = true;
    }
}
