package dev.tidings.edge.support;

import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.revocation.Revocation;
import dev.tidings.contract.revocation.RevocationRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to the log as a product team's own producer may. */
public final class TestLog implements AutoCloseable {

    public static final String TOPIC = "tidings.events";

    private final KafkaProducer<String, byte[]> producer;
    private final Map<String, Object> config;

    public TestLog(String bootstrapServers) {
        this.config = Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 1);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** With no memory of what the topic was. */
    public TestLog another() {
        return new TestLog((String) config.get("bootstrap.servers"));
    }

    public RecordMetadata publish(String app, String channel, String data) {
        return join(send(app, channel, data));
    }

    /** Returns the offsets, when all are in the log. */
    public List<Long> publishAll(String app, String channel, int count, String data) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(send(app, channel, data + "-" + i));
        }
        return sent.stream().map(future -> join(future).offset()).toList();
    }

    public Future<RecordMetadata> send(String app, String channel, String data) {
        return send(app + "/" + channel, event(UUID.randomUUID().toString(), data));
    }

    public Future<RecordMetadata> send(String key, byte[] value) {
        return producer.send(new ProducerRecord<>(TOPIC, key, value));
    }

    /** Writes so many events of somebody else into that partition; returns when all are in the log. */
    public void fill(int partition, int count) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] event = event("foreign-" + i + "-" + System.nanoTime(), "x");
            sent.add(producer.send(new ProducerRecord<>(TOPIC, partition, "other/user:foreign", event)));
        }
        sent.forEach(TestLog::join);
    }

    /** As auth-service does. */
    public void revoke(Revocation revocation) {
        sendRevocation(revocation.key(), RevocationRecord.value(revocation));
    }

    public void sendRevocation(byte[] key, byte[] value) {
        join(producer.send(new ProducerRecord<>(Revocation.TOPIC, new String(key, StandardCharsets.UTF_8), value)));
    }

    public static byte[] event(String id, String data) {
        return """
                {"specversion":"1.0","id":"%s","source":"/test","type":"test","time":"%s","data":{"text":"%s"}}""".formatted(id, Instant.now(), data).getBytes(StandardCharsets.UTF_8);
    }

    public Epoch epoch() {
        try (Admin admin = Admin.create(config)) {
            TopicDescription topic = describe(admin);
            return Epoch.of(topic.topicId().toString(), topic.partitions().size());
        }
    }

    /** What retention does: everything of that partition before that offset is gone. */
    public void deleteBefore(int partition, long offset) {
        try (Admin admin = Admin.create(config)) {
            join(admin.deleteRecords(Map.of(new TopicPartition(TOPIC, partition), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture());
        }
    }

    /** Gives the topic another partition, as an operator may. */
    public void addPartition() {
        try (Admin admin = Admin.create(config)) {
            int partitions = describe(admin).partitions().size() + 1;
            join(admin.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(partitions)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture());
        }
    }

    /** Deletes the topic and makes it again, with so many more partitions. */
    public void makeAnew(int more) {
        try (Admin admin = Admin.create(config)) {
            int partitions = describe(admin).partitions().size() + more;
            join(admin.deleteTopics(List.of(TOPIC)).all().toCompletionStage().toCompletableFuture());
            NewTopic topic = new NewTopic(TOPIC, partitions, (short) 1);
            CompletableFuture<Void> made = CompletableFuture.failedFuture(new IllegalStateException("not yet"));
            while (made.isCompletedExceptionally()) {
                // Until it is really gone, it can't be made again.
                made = admin.createTopics(List.of(topic))
                        .all()
                        .toCompletionStage()
                        .toCompletableFuture();
                made.exceptionally(notYet -> null).join();
            }
        }
    }

    private static TopicDescription describe(Admin admin) {
        return join(admin.describeTopics(List.of(TOPIC))
                        .allTopicNames()
                        .toCompletionStage()
                        .toCompletableFuture())
                .get(TOPIC);
    }

    private static <T> T join(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
