package dev.tidings.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.RawSocket;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Who may stay: not who answers nothing, and not who never stops talking. */
@QuarkusTest
class KeptUpTest extends EdgeTest {

    private static final int MOST_MESSAGES = 1_000_000;
    private static final String PING_FRAME = "\u0089\u0000";

    @Test
    void whoAnswersNeitherKindOfPingIsGivenUp() throws IOException {
        try (RawSocket mute = RawSocket.connect(http())) {
            mute.handshake(token(), log.epoch().text());
            assertThat(mute.readToEnd(Duration.ofSeconds(30)))
                    .contains("{\"type\":\"ping\"}")
                    .contains(PING_FRAME);
        }
    }

    @Test
    void whoGoesOnOverTheRateIsClosed() {
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            try {
                for (int i = 0; i < MOST_MESSAGES; i++) {
                    ann.send("{\"type\":\"pong\"}");
                }
            } catch (CompletionException closed) {
                // That is what it was sent for.
            }
            assertThat(ann.closeCode()).isEqualTo(4029);
        }
    }
}
