package dev.tidings.notifications.log;

import dev.tidings.contract.event.CloudEvent;
import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.position.Position;
import dev.tidings.notifications.EventLoop;
import dev.tidings.notifications.tracing.Sending;
import dev.tidings.notifications.tracing.Traces;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The log's writing end. Called on an event loop and answering there. {@code KafkaProducer.send} may block, so it is
 * called on the channel's sending thread: one hop for a stretch of records, and the producer makes its batches of what all
 * appends bring.
 */
@ApplicationScoped
public class EventLog {

    static final String CHANNEL = "events";

    /** Of a longer append so many records are on their way at once: others come between, and memory is bounded. */
    static final int STRETCH = 2_000;

    /** All stretches of an append begin within this, so that it is over before the lease of its call is. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private static final List<Header> OWN_HEADERS =
            List.of(new RecordHeader("content-type", CloudEvent.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8)));

    private final KafkaClientService kafka;
    private final LogWatch watch;
    private final InFlight inFlight;
    private final Traces traces;
    private final String topic;
    private final long maxWaitNanos;

    EventLog(KafkaClientService kafka, LogWatch watch, InFlight inFlight, Traces traces, LogConfig config) {
        this.kafka = kafka;
        this.watch = watch;
        this.inFlight = inFlight;
        this.traces = traces;
        this.topic = config.topic();
        this.maxWaitNanos = config.maxWait().toNanos();
    }

    /** Writes them in this order. Goes on to its end whoever still waits for the answer. */
    public Uni<Append> append(List<NewRecord> records) {
        if (watch.epoch().isEmpty()) {
            // Never reached so far, or the topic is gone: nothing is sent that could not be given a position.
            return Uni.createFrom().item(new Append.Unavailable());
        }
        int atOnce = Math.min(records.size(), STRETCH);
        long bytes = bytes(records);
        if (!inFlight.enter(atOnce, bytes)) {
            return Uni.createFrom().item(new Append.OverCapacity());
        }
        Sending sending = traces.sending(topic, records.size());
        List<Header> headers = sending.headers(OWN_HEADERS);
        return Uni.createFrom()
                .completionStage(
                        write(records, headers, 0, new long[records.size()], System.nanoTime() + LONGEST.toNanos())
                                .whenComplete((offsets, failure) -> {
                                    inFlight.leave(atOnce, bytes);
                                    sending.ended(failure);
                                }))
                .emitOn(EventLoop.current())
                .map(offsets -> written(records, offsets))
                .onFailure()
                .recoverWithItem(failure -> {
                    watch.failed(failure);
                    return new Append.Unavailable();
                });
    }

    /** An event for many channels is held once; its records follow each other. */
    @SuppressWarnings("ReferenceEquality") // The same bytes, not equal ones.
    private static long bytes(List<NewRecord> records) {
        long bytes = 0;
        byte[] before = null;
        for (NewRecord record : records) {
            bytes += record.event() == before ? 0 : record.event().length;
            before = record.event();
        }
        return bytes;
    }

    /** From there to the end, a stretch at a time; the offsets are put where their records are. */
    private CompletionStage<long[]> write(
            List<NewRecord> records, List<Header> headers, int from, long[] offsets, long deadline) {
        if (from == records.size()) {
            return CompletableFuture.completedStage(offsets);
        }
        long now = System.nanoTime();
        if (now - deadline > 0) {
            return CompletableFuture.failedStage(new TimeoutException("the log takes it too slowly"));
        }
        List<NewRecord> stretch = records.subList(from, Math.min(from + STRETCH, records.size()));
        Acknowledgements acknowledgements = new Acknowledgements(stretch.size());
        long giveUp = now + maxWaitNanos;
        kafka.<byte[], byte[]>getProducer(CHANNEL)
                .runOnSendingThread(producer -> {
                    send(producer, stretch, headers, giveUp, acknowledgements);
                })
                .subscribe()
                .with(
                        sent -> {},
                        failure -> acknowledgements.unsent(
                                stretch.size(), new KafkaException("no producer can be made", failure)));
        return acknowledgements.all().thenCompose(written -> {
            System.arraycopy(written, 0, offsets, from, written.length);
            return write(records, headers, from + written.length, offsets, deadline);
        });
    }

    /** On the sending thread. Never throws: what was not sent is told to the acknowledgements. */
    private void send(
            Producer<byte[], byte[]> producer,
            List<NewRecord> records,
            List<Header> headers,
            long giveUp,
            Acknowledgements acknowledgements) {
        if (System.nanoTime() - giveUp > 0) {
            acknowledgements.unsent(records.size(), new TimeoutException("others before it had to wait for the log"));
            return;
        }
        for (int i = 0; i < records.size(); i++) {
            try {
                producer.send(record(records.get(i), headers), acknowledgements.of(i));
            } catch (RuntimeException e) {
                acknowledgements.unsent(records.size() - i, e);
                return;
            }
            if (acknowledgements.failed()) {
                // The rest would only block or fail in the same way, one by one.
                acknowledgements.unsent(records.size() - i - 1, new KafkaException("one before it failed"));
                return;
            }
        }
    }

    private ProducerRecord<byte[], byte[]> record(NewRecord record, List<Header> headers) {
        byte[] key = record.channel().key().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic, null, null, key, record.event(), headers);
    }

    private Append written(List<NewRecord> records, long[] offsets) {
        watch.succeeded();
        Optional<Epoch> epoch = watch.epoch();
        if (epoch.isEmpty()) {
            return new Append.Unavailable();
        }
        return new Append.Written(IntStream.range(0, offsets.length)
                .mapToObj(
                        i -> new Position(epoch.get(), records.get(i).channel().channel(), offsets[i]))
                .toList());
    }
}
