package dev.tidings.notifications.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InvalidRecordsTest {

    private static final Logger LOG = Logger.getLogger(InvalidRecords.class.getName());

    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
    }

    @AfterEach
    void leave() {
        LOG.removeHandler(handler);
    }

    @Test
    void eachIsCountedAndOfAKindTheFirstIsLogged() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        InvalidRecords invalid = new InvalidRecords(metrics);
        for (int i = 0; i < 5; i++) {
            invalid.skipped("change-op", 3, 100 + i);
            invalid.skipped("not-json", 4, 200 + i);
        }

        assertThat(logged).hasSize(2);
        assertThat(metrics.counter("tidings.projection.invalid", "kind", "change-op")
                        .count())
                .isEqualTo(5);
    }
}
