package dev.tidings.edge.log;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Writes to the topic of who is where. Confined to one thread, which may have to wait a second for a broker that is away. */
@Singleton
public final class PresenceWriter {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final KafkaClients clients;

    /** Made when it is first needed. */
    private Producer<byte[], byte[]> producer;

    @Inject
    PresenceWriter(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * Completes with whether the topic has it, within seconds, on some thread.
     *
     * @param value null: the key holds no more
     */
    public CompletionStage<Boolean> write(byte[] key, byte[] value) {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        try {
            if (producer == null) {
                producer = clients.producer();
            }
            producer.send(
                    new ProducerRecord<>(PresenceTopic.NAME, PresenceTopic.PARTITION.partition(), key, value),
                    (metadata, failure) -> written.complete(failure == null));
        } catch (KafkaException e) {
            written.complete(false);
        }
        return written;
    }

    /** Its thread must have ended before. */
    @PreDestroy
    void close() {
        if (producer != null) {
            producer.close(PATIENCE);
        }
    }
}
