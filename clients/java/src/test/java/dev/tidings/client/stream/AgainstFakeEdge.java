package dev.tidings.client.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Against a server that fails in all the ways an edge may, and in some that none should. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class AgainstFakeEdge {

    static final String RECOVERED = ",\"recovered\":true";
    static final String ANN = "user:ann";

    private final AtomicInteger tokens = new AtomicInteger();
    private final List<EventStream> streams = new ArrayList<>();
    FakeEdge edge;

    @AfterEach
    void close() {
        streams.forEach(EventStream::close);
        edge.close();
        assertThat(edge.failures).isEmpty();
    }

    static Timing quick(long seed) {
        return new Timing(
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                Duration.ofMillis(5),
                10,
                Duration.ofMillis(20),
                new Random(seed));
    }

    EventStream.Builder stream(FakeEdge server) {
        edge = server;
        return EventStream.at(server.url(), () -> "t" + tokens.incrementAndGet())
                .timing(quick(1));
    }

    /** It is closed after the test. */
    EventStream built(EventStream.Builder builder) {
        EventStream stream = builder.build();
        streams.add(stream);
        return stream;
    }

    Ear listen(FakeEdge server) {
        return Ear.open(built(stream(server)));
    }
}
