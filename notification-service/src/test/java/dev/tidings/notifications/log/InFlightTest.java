package dev.tidings.notifications.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private final InFlight inFlight = new InFlight(new Limits(10, 1_000), new SimpleMeterRegistry());

    @Test
    void aboveItsRecordsNothingEntersUntilSomeLeave() {
        assertThat(inFlight.enter(9, 1)).isTrue();
        assertThat(inFlight.enter(5, 1)).isTrue();
        assertThat(inFlight.enter(1, 1)).isFalse();
        inFlight.leave(5, 1);
        assertThat(inFlight.enter(1, 1)).isTrue();
    }

    @Test
    void aboveItsBytesNothingEntersEither() {
        assertThat(inFlight.enter(1, 1_000)).isTrue();
        assertThat(inFlight.enter(1, 1)).isFalse();
    }

    private record Limits(int maxRecordsInFlight, long bytes) implements LogConfig {

        @Override
        public String topic() {
            return "any";
        }

        @Override
        public MemorySize maxBytesInFlight() {
            return new MemorySize(BigInteger.valueOf(bytes));
        }

        @Override
        public Duration maxWait() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration watch() {
            return Duration.ofSeconds(1);
        }
    }
}
