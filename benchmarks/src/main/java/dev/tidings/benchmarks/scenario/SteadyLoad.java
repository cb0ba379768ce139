package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.load.BenchmarkEvent;
import dev.tidings.benchmarks.load.Client;
import dev.tidings.benchmarks.load.Clock;
import dev.tidings.benchmarks.rig.LogSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Events at a steady rate, by a thread of its own until it is stopped; and how many deliveries that makes. */
final class SteadyLoad implements AutoCloseable {

    private static final double MICROS = 1e6;

    private final LogSource log;
    private final List<Client> clients;
    private final int readers;
    private final BenchmarkEvent event;
    private final int rate;
    private final int everyoneRate;
    private final long[] sequences;
    private final Thread thread = Thread.ofPlatform().name("load").daemon().unstarted(this::run);
    private volatile boolean over;
    private volatile long deliveries;

    private SteadyLoad(
            LogSource log, List<Client> clients, int readers, BenchmarkEvent event, int rate, int everyoneRate) {
        this.log = log;
        this.clients = clients;
        this.readers = readers;
        this.event = event;
        this.rate = rate;
        this.everyoneRate = everyoneRate;
        this.sequences = new long[clients.size()];
    }

    /** Events to one of the clients each, and events that so many readers get. */
    static SteadyLoad start(
            LogSource log, List<Client> clients, int readers, BenchmarkEvent event, int rate, int everyoneRate) {
        SteadyLoad load = new SteadyLoad(log, clients, readers, event, rate, everyoneRate);
        load.thread.start();
        return load;
    }

    private void run() {
        long start = Clock.micros();
        long due = 0;
        long toAll = 0;
        try {
            for (long i = 0; !over; i++) {
                long at = start + (long) (i * MICROS / rate);
                Clock.sleepUntil(at);
                int user = ThreadLocalRandom.current().nextInt(sequences.length);
                log.toUser(clients.get(user).user(), event.encode(sequences[user], at));
                sequences[user]++;
                due++;
                if (i * everyoneRate / rate >= toAll) {
                    log.toEveryone(List.of(event.encode(toAll, at)));
                    toAll++;
                    due += readers;
                }
                deliveries = due;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.flush();
    }

    /** All that was published, to all who get it. Final once it was stopped. */
    long deliveries() {
        return deliveries;
    }

    /** Returns when all that was published is in the log. */
    void stop() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
