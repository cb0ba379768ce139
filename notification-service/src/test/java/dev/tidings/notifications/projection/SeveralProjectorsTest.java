package dev.tidings.notifications.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import dev.tidings.notifications.log.LogTopic;
import dev.tidings.notifications.log.LogWatch;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside the service's own projector there is another one, as another instance has it. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class SeveralProjectorsTest {

    private static final int USERS = 30;
    private static final int ROUNDS = 15;

    private record Config(String group) implements ProjectionConfig {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Optional<String> instance() {
            return Optional.empty();
        }

        @Override
        public int maxRecords() {
            return 50;
        }

        @Override
        public MemorySize maxBytes() {
            return new MemorySize(BigInteger.valueOf(1_000_000));
        }

        @Override
        public int writers() {
            return 2;
        }

        @Override
        public Duration retention() {
            return Duration.ofDays(90);
        }
    }

    @Inject
    LogWatch watch;

    @Inject
    Generations generations;

    @Inject
    SliceReader reader;

    @Inject
    SliceStore store;

    @Inject
    Touched touched;

    @Inject
    ViewProgress progress;

    @Inject
    ProjectionMetrics metrics;

    @Inject
    LogTopic topic;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    private final String app = Calls.newApp();

    /** Of one group they share the partitions and hand them over; of two, both want all, and the fence decides each time. */
    @ParameterizedTest
    @ValueSource(strings = {"tidings-projection", "another-group"})
    void whatTheyWriteTogetherIsThereOnce(String group) throws Exception {
        Projector other = another(group);
        publish();
        other.start(null);
        for (int i = 0; i < ROUNDS; i++) {
            publish();
            View.awaitCaughtUp();
        }
        publish();
        other.stop(null);
        publish();
        View.awaitQuiet();

        int sent = ROUNDS + 3;
        for (int i = 0; i < USERS; i++) {
            assertThat(UserApi.of(app, "u" + i).counts()).isEqualTo(sent + "/" + sent + " {}");
            assertThat(UserApi.of(app, "u" + i).titles("")).hasSize(Math.min(sent, 20));
        }
    }

    private Projector another(String group) {
        ProjectionConfig config = new Config(group);
        return new Projector(
                watch,
                generations,
                reader,
                new BatchWriter(store, touched, progress, metrics, config),
                new ProjectionClient(broker, config, topic),
                metrics,
                config);
    }

    private void publish() {
        List<String> users = IntStream.range(0, USERS).mapToObj(i -> "u" + i).toList();
        Calls.publish(app, "{\"to\":{\"users\":[\"" + String.join("\",\"", users) + "\"]},\"title\":\"t\"}")
                .then()
                .statusCode(202);
    }
}
