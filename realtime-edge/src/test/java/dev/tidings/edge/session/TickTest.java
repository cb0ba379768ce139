package dev.tidings.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.contract.problem.CloseCode;
import dev.tidings.contract.token.ConnectionToken;
import dev.tidings.edge.config.EdgeConfig;
import dev.tidings.edge.config.LimitsByApp;
import dev.tidings.edge.delivery.Deliverer;
import dev.tidings.edge.delivery.Deliverers;
import dev.tidings.edge.log.EventWriter;
import dev.tidings.edge.presence.Presence;
import dev.tidings.edge.protocol.ServerMessage;
import dev.tidings.edge.support.BrokenOutlet;
import dev.tidings.edge.support.EdgeTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What is done for each session once a second. */
@QuarkusTest
class TickTest extends EdgeTest {

    private final Instant end = Instant.now().plus(Duration.ofHours(1));

    @Inject
    Deliverers deliverers;

    @Inject
    Credentials credentials;

    @Inject
    EventWriter writer;

    @Inject
    Presence presence;

    @Inject
    LimitsByApp limits;

    @Inject
    SessionMeters meters;

    @Inject
    EdgeConfig config;

    @Test
    void afterTheGoodbyeNothingIsSaid() throws Exception {
        Said said = new Said(false);
        tick(end, session(said));
        assertThat(said.messages).containsExactly("close");
    }

    @Test
    void aSessionThatFailsCostsTheOthersNothing() throws Exception {
        Said broken = new Said(true);
        Said sound = new Said(false);
        tick(Instant.now(), session(broken), session(sound));
        assertThat(broken.isAborted()).isTrue();
        assertThat(sound.messages).containsExactly("ping");
    }

    /** So late that each of them has been silent for a heartbeat. */
    private void tick(Instant now, Session... sessions) throws ExecutionException, InterruptedException {
        Set<Session> all = new LinkedHashSet<>(List.of(sessions));
        long silent = System.nanoTime() + config.session().heartbeat().toNanos();
        deliverer().loop().submit(() -> Sessions.tick(all, silent, now)).get();
    }

    private Session session(Said outlet) {
        ConnectionToken token = new ConnectionToken(
                APP, user, "s", Instant.now(), end, List.of(), List.of(), Map.of(), Optional.empty());
        return new Session(
                token,
                outlet,
                new LoopServices(deliverer(), credentials, writer, presence, limits, meters, config.session()));
    }

    private Deliverer deliverer() {
        return deliverers.of(deliverers.loops().iterator().next());
    }

    private static final class Said extends BrokenOutlet {

        final List<String> messages = new ArrayList<>();
        private final boolean fails;

        Said(boolean fails) {
            this.fails = fails;
        }

        @Override
        public void write(ServerMessage message) {
            if (fails) {
                throw new IllegalStateException("on purpose");
            }
            messages.add(message.type());
        }

        @Override
        public boolean takeWritten() {
            return false;
        }

        @Override
        public void close(CloseCode code) {
            messages.add("close");
        }
    }
}
