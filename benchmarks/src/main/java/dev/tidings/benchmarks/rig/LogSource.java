package dev.tidings.benchmarks.rig;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes straight to the log, as a product team may: what is measured is Kafka and the edge, and no more. */
public final class LogSource implements EventSource {

    private static final String TOPIC = "tidings.events";
    /** So that what is published in one go is one batch of Kafka's; above the topic's limit for one it would be refused. */
    private static final int LINGER_MILLIS = 1;

    private static final int BATCH_BYTES = 96 * 1024;

    private final KafkaProducer<String, byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private final int partitionCount;

    /** Written by the one thread that publishes. */
    private long records;

    private LogSource(KafkaProducer<String, byte[]> producer) {
        this.producer = producer;
        // Metadata is fetched now, and not by the first event.
        this.partitionCount = producer.partitionsFor(TOPIC).size();
    }

    static LogSource connect(String bootstrapServers) {
        return new LogSource(new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS,
                        ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES),
                new StringSerializer(),
                new ByteArraySerializer()));
    }

    @Override
    public void toEveryone(List<byte[]> events) {
        events.forEach(event -> publish("everyone", event));
    }

    public void toUser(String user, byte[] event) {
        publish("user:" + user, event);
    }

    public void toPublic(String name, byte[] event) {
        publish("public:" + name, event);
    }

    /** Where what is published to a user goes. */
    public int partitionOf(String user) {
        return BuiltInPartitioner.partitionForKey(
                (Rig.APP + "/user:" + user).getBytes(StandardCharsets.US_ASCII), partitionCount);
    }

    /** To a user, but in a partition that may be another than theirs: in the way of those whose it is. */
    public void toUser(String user, int partition, byte[] event) {
        publish(new ProducerRecord<>(TOPIC, partition, Rig.APP + "/user:" + user, event));
    }

    /** To any channel, in a partition that may be another than its own. */
    public void elsewhere(String channel, int partition, byte[] event) {
        publish(new ProducerRecord<>(TOPIC, partition, Rig.APP + "/" + channel, event));
    }

    private void publish(String channel, byte[] event) {
        publish(new ProducerRecord<>(TOPIC, Rig.APP + "/" + channel, event));
    }

    private void publish(ProducerRecord<String, byte[]> record) {
        if (failure.get() != null) {
            throw new IllegalStateException("an event was not published", failure.get());
        }
        records++;
        producer.send(record, (_, failed) -> {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            }
        });
    }

    /** How many were published here. */
    long records() {
        return records;
    }

    /** Returns when all is in the log. */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
