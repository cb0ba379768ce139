package dev.tidings.edge.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.position.ResumeString;
import dev.tidings.edge.protocol.ServerMessage;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A poll that is answered leaves nothing on its connection, which may be asked a thousand times more. */
class PollOutletTest {

    private static final long NOTHING = -1;

    private final EmbeddedChannel connection = new EmbeddedChannel();
    private final NettySocket socket = new NettySocket(connection);
    private final AtomicInteger answers = new AtomicInteger();

    @Test
    void anAnswerLeavesNothingToBeDoneLater() {
        connection.freezeTime();
        PollOutlet poll = new PollOutlet(socket, response(), Duration.ofSeconds(60));
        poll.follow(() -> new ResumeString(Epoch.of("AAAAAAAAAAAAAAAAAAAAAA", 1), Map.of()));
        poll.write(new ServerMessage.Subscribed("everyone", 1, false, "expired", null, null));
        poll.flush();
        connection.advanceTimeBy(1, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();
        assertThat(answers).hasValue(1);
        // But for the next request, for which an idle connection has a while.
        connection.pipeline().remove("idle");
        assertThat(connection.runScheduledPendingTasks()).isEqualTo(NOTHING);
    }

    @Test
    void whatWasCalledOffIsNotDoneWhenTheConnectionEnds() {
        AtomicInteger done = new AtomicInteger();
        socket.onClose(done::incrementAndGet);
        socket.onClose(done::incrementAndGet).run();
        connection.close();
        assertThat(done).hasValue(1);
    }

    /** Takes an answer; everything else of a response is nothing to a poll. */
    private HttpServerResponse response() {
        return (HttpServerResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServerResponse.class}, (response, method, args) -> {
                    if (method.getName().equals("end")) {
                        answers.incrementAndGet();
                    }
                    return method.getReturnType().isInstance(response) ? response : null;
                });
    }
}
