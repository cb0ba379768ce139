package dev.tidings.edge.session;

import dev.tidings.contract.problem.CloseCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What connections are counted by. Safe for use by every event loop at once. */
@Singleton
final class SessionMeters {

    private static final String[] WAYS = {"websocket", "event-stream", "poll"};

    private final Map<String, LongAdder> open = new TreeMap<>();
    private final Map<CloseCode, Counter> closes = new EnumMap<>(CloseCode.class);
    private final Counter left;
    private final Counter dead;

    @Inject
    SessionMeters(MeterRegistry meters) {
        for (String way : WAYS) {
            LongAdder count = new LongAdder();
            open.put(way, count);
            Gauge.builder("tidings.edge.streams", count, LongAdder::sum)
                    .description("Open streams by the way they are read")
                    .tag("way", way)
                    .register(meters);
        }
        for (CloseCode code : CloseCode.values()) {
            closes.put(code, closes(meters, Integer.toString(code.code())));
        }
        left = closes(meters, "peer");
        dead = closes(meters, "dead");
        Gauge.builder("tidings.edge.sockets", this, SessionMeters::count)
                .description("Open streams of all ways")
                .register(meters);
    }

    private static Counter closes(MeterRegistry meters, String code) {
        return Counter.builder("tidings.edge.closes")
                .description("Sockets and event streams that ended, by who ended them and why")
                .tag("code", code)
                .register(meters);
    }

    void opened(String way) {
        open.get(way).increment();
    }

    void ended(String way) {
        open.get(way).decrement();
    }

    void closed(CloseCode code) {
        closes.get(code).increment();
    }

    /** By its peer, or with its network. */
    void left() {
        left.increment();
    }

    /** Nothing was heard of it for too long. */
    void dead() {
        dead.increment();
    }

    long count() {
        return open.values().stream().mapToLong(LongAdder::sum).sum();
    }
}
