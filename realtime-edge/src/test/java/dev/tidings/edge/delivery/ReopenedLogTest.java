package dev.tidings.edge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.position.Epoch;
import dev.tidings.edge.log.LogReader;
import dev.tidings.edge.log.LogTopic;
import dev.tidings.edge.log.OpenLog;
import dev.tidings.edge.protocol.ServerMessage;
import dev.tidings.edge.support.BrokenOutlet;
import dev.tidings.edge.support.EdgeTest;
import io.netty.channel.EventLoop;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log is opened anew, and one who is told so can't be written to. */
@QuarkusTest
class ReopenedLogTest extends EdgeTest {

    @Inject
    Deliverers deliverers;

    @Inject
    DeliveryMeters meters;

    @Inject
    LogReader reader;

    @Test
    void whoCannotBeToldIsCutAndTheOthersAreTold() throws Exception {
        Told broken = new Told();
        Told sound = new Told();
        deliverers
                .of(deliverers.loops().iterator().next())
                .loop()
                .submit(() -> reopen(broken, sound))
                .get();
        assertThat(broken.isAborted()).isTrue();
        assertThat(sound.reasons).containsExactly(null, "epoch");
    }

    private Void reopen(Told broken, Told sound) {
        EventLoop loop = deliverers.loops().iterator().next();
        OpenLog before = reader.open().orElseThrow();
        int partitions = before.topic().partitions();
        OpenLog after = new OpenLog(
                new LogTopic(Epoch.of("AAAAAAAAAAAAAAAAAAAAAA", partitions), partitions),
                before.tail(),
                before.catchUp());
        Deliverer deliverer = new Deliverer(loop, meters);
        deliverer.warm(before, new long[partitions]);
        AppChannel everyone = new AppChannel(APP, Channel.EVERYONE);
        deliverer.begin(deliverer.add(everyone, broken, null));
        deliverer.begin(deliverer.add(everyone, sound, null));
        broken.fails = true;
        deliverer.warm(after, new long[partitions]);
        return null;
    }

    private static final class Told extends BrokenOutlet {

        final List<String> reasons = new ArrayList<>();
        boolean fails;

        @Override
        public void write(ServerMessage message) {
            if (fails) {
                throw new IllegalStateException("on purpose");
            }
            if (message instanceof ServerMessage.Subscribed subscribed) {
                reasons.add(subscribed.reason());
            }
        }
    }
}
