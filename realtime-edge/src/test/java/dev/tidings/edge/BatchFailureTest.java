package dev.tidings.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.position.Epoch;
import dev.tidings.edge.delivery.Deliverer;
import dev.tidings.edge.delivery.Deliverers;
import dev.tidings.edge.delivery.Subscription;
import dev.tidings.edge.support.BrokenOutlet;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One write that fails in the middle of a batch costs nobody an event, neither its own socket nor the others. */
@QuarkusTest
class BatchFailureTest extends EdgeTest {

    private static final int EVENTS = 20;

    @Inject
    Deliverers deliverers;

    @Test
    void aWriteThatFailsCostsNobodyAnEvent() throws Exception {
        AppChannel broken = new AppChannel(APP, Channel.parse(channel).orElseThrow());
        List<BrokenOutlet> outlets = new ArrayList<>();
        List<Runnable> ends = new ArrayList<>();
        try (TestSocket before = connect()) {
            before.next("subscribed", "everyone");
            for (Deliverer deliverer :
                    deliverers.loops().stream().map(deliverers::of).toList()) {
                BrokenOutlet outlet = new BrokenOutlet();
                Subscription subscription = deliverer
                        .loop()
                        .submit(() -> begin(deliverer, broken, outlet))
                        .get();
                outlets.add(outlet);
                ends.add(() -> deliverer.loop().execute(() -> deliverer.unsubscribe(subscription)));
            }
            try (TestSocket after = connect()) {
                after.next("subscribed", "everyone");
                List<Long> offsets = log.publishAll(APP, channel, EVENTS, "n");
                assertThat(offsetsOf(before.eventsUntil(channel, offsets.getLast())))
                        .isEqualTo(offsets);
                assertThat(offsetsOf(after.eventsUntil(channel, offsets.getLast())))
                        .isEqualTo(offsets);
                for (BrokenOutlet outlet : outlets) {
                    assertThat(outlet.messages(EVENTS)).hasSize(EVENTS).doesNotHaveDuplicates();
                    assertThat(outlet.failures()).isEqualTo(1);
                }
            }
        } finally {
            ends.forEach(Runnable::run);
        }
    }

    /** It has a backlog to be read, and nobody else's batch to be read again with. */
    @Test
    void aWriteThatFailsBehindTheHeadCutsItsConnection() throws Exception {
        Epoch epoch = log.epoch();
        List<Long> offsets = log.publishAll(APP, channel, EVENTS, "n");
        try (TestSocket ann = resume(epoch, offsets.getFirst() - 1)) {
            ann.eventsUntil(channel, offsets.getLast());
        }
        AppChannel broken = new AppChannel(APP, Channel.parse(channel).orElseThrow());
        Deliverer deliverer = deliverers.of(deliverers.loops().iterator().next());
        BrokenOutlet outlet = new BrokenOutlet();
        Subscription subscription = deliverer
                .loop()
                .submit(() -> {
                    Subscription added = deliverer.add(broken, epoch, offsets.getFirst() - 1, outlet, null);
                    deliverer.begin(added);
                    return added;
                })
                .get();
        assertThat(outlet.isAborted()).isTrue();
        deliverer.loop().submit(() -> deliverer.unsubscribe(subscription)).get();
    }

    private static Subscription begin(Deliverer deliverer, AppChannel channel, BrokenOutlet outlet) {
        Subscription subscription = deliverer.add(channel, outlet, null);
        deliverer.begin(subscription);
        return subscription;
    }

    private static List<Long> offsetsOf(List<JsonNode> events) {
        return events.stream().map(event -> event.path("offset").asLong()).toList();
    }
}
