package dev.tidings.notifications.log;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.event.CloudEvent;
import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.position.Position;
import dev.tidings.notifications.EventLoop;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The log's writing end. Called on an event loop and answering there. {@code KafkaProducer.send} may block, so it is
 * called on the channel's sending thread: one hop for an append, however many records it has, and the producer makes its
 * batches of what all appends bring.
 */
@ApplicationScoped
public class EventLog {

    static final String CHANNEL = "events";

    private final KafkaClientService kafka;
    private final LogWatch watch;
    private final InFlight inFlight;
    private final String topic;
    private final long maxWaitNanos;
    private final List<Header> headers =
            List.of(new RecordHeader("content-type", CloudEvent.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8)));

    EventLog(KafkaClientService kafka, LogWatch watch, InFlight inFlight, LogConfig config) {
        this.kafka = kafka;
        this.watch = watch;
        this.inFlight = inFlight;
        this.topic = config.topic();
        this.maxWaitNanos = config.maxWait().toNanos();
    }

    /** One event, the same bytes on each of the channels. Goes on to its end whoever still waits for the answer. */
    public Uni<Append> append(List<AppChannel> channels, byte[] event) {
        if (watch.epoch().isEmpty()) {
            // Never reached so far, or the topic is gone: nothing is sent that could not be given a position.
            return Uni.createFrom().item(new Append.Unavailable());
        }
        if (!inFlight.enter(channels.size(), event.length)) {
            return Uni.createFrom().item(new Append.OverCapacity());
        }
        Acknowledgements acknowledgements = new Acknowledgements(channels.size());
        long giveUp = System.nanoTime() + maxWaitNanos;
        kafka.<byte[], byte[]>getProducer(CHANNEL)
                .runOnSendingThread(producer -> {
                    send(producer, channels, event, giveUp, acknowledgements);
                })
                .subscribe()
                .with(
                        sent -> {},
                        failure -> acknowledgements.unsent(
                                channels.size(), new KafkaException("no producer can be made", failure)));
        return Uni.createFrom()
                .completionStage(acknowledgements
                        .all()
                        .whenComplete((offsets, failure) -> inFlight.leave(channels.size(), event.length)))
                .emitOn(EventLoop.current())
                .map(offsets -> written(channels, offsets))
                .onFailure()
                .recoverWithItem(failure -> {
                    watch.failed(failure);
                    return new Append.Unavailable();
                });
    }

    /** On the sending thread. Never throws: what was not sent is told to the acknowledgements. */
    private void send(
            Producer<byte[], byte[]> producer,
            List<AppChannel> channels,
            byte[] event,
            long giveUp,
            Acknowledgements acknowledgements) {
        if (System.nanoTime() - giveUp > 0) {
            acknowledgements.unsent(channels.size(), new TimeoutException("others before it had to wait for the log"));
            return;
        }
        for (int i = 0; i < channels.size(); i++) {
            try {
                producer.send(record(channels.get(i), event), acknowledgements.of(i));
            } catch (RuntimeException e) {
                acknowledgements.unsent(channels.size() - i, e);
                return;
            }
            if (acknowledgements.failed()) {
                // The rest would only block or fail in the same way, one by one.
                acknowledgements.unsent(channels.size() - i - 1, new KafkaException("one before it failed"));
                return;
            }
        }
    }

    private ProducerRecord<byte[], byte[]> record(AppChannel channel, byte[] event) {
        byte[] key = channel.key().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic, null, null, key, event, headers);
    }

    private Append written(List<AppChannel> channels, long[] offsets) {
        watch.succeeded();
        Optional<Epoch> epoch = watch.epoch();
        if (epoch.isEmpty()) {
            return new Append.Unavailable();
        }
        return new Append.Written(IntStream.range(0, offsets.length)
                .mapToObj(i -> new Position(epoch.get(), channels.get(i).channel(), offsets[i]))
                .toList());
    }
}
