package dev.tidings.edge.log;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.event.CloudEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Writes what clients publish to the log. One thread hands it to Kafka's producer, which may block while a broker is away;
 * whoever writes never does: where that thread is far behind, the answer is at once that the log can't be had.
 */
@Singleton
public final class EventWriter {

    private static final int MOST_WAITING = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final RecordHeader CONTENT_TYPE =
            new RecordHeader("content-type", CloudEvent.CONTENT_TYPE.getBytes(StandardCharsets.US_ASCII));

    /** What writing came to. */
    public sealed interface Outcome {
        record Written(long offset) implements Outcome {}

        /** The log did not confirm it, but may have it. */
        record Unavailable() implements Outcome {}
    }

    private final KafkaClients clients;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("event-writer").daemon().factory());

    /** Made when it is first needed; the thread's own. */
    private Producer<byte[], byte[]> producer;

    @Inject
    EventWriter(KafkaClients clients) {
        this.clients = clients;
    }

    /** Completes when all in-sync replicas have it, on some thread; never exceptionally. */
    public CompletionStage<Outcome> write(AppChannel channel, byte[] event) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        try {
            thread.execute(() -> send(channel, event, outcome));
        } catch (RejectedExecutionException e) {
            outcome.complete(new Outcome.Unavailable());
        }
        return outcome;
    }

    private void send(AppChannel channel, byte[] event, CompletableFuture<Outcome> outcome) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(LogTopic.NAME, channel.key().getBytes(StandardCharsets.UTF_8), event);
        record.headers().add(CONTENT_TYPE);
        try {
            if (producer == null) {
                producer = clients.producer();
            }
            producer.send(
                    record,
                    (written, failure) -> outcome.complete(
                            failure == null ? new Outcome.Written(written.offset()) : new Outcome.Unavailable()));
        } catch (KafkaException e) {
            outcome.complete(new Outcome.Unavailable());
        }
    }

    @PreDestroy
    void close() throws InterruptedException {
        thread.execute(() -> {
            if (producer != null) {
                producer.close(PATIENCE);
            }
        });
        thread.shutdown();
        thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
