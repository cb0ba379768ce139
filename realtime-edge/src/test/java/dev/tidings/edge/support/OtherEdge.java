package dev.tidings.edge.support;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An edge as the others know it: what it writes to the topic of who is where. */
public final class OtherEdge implements AutoCloseable {

    public static final String TOPIC = "tidings.presence";
    private static final long BEAT_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String id = UUID.randomUUID().toString();
    private final KafkaProducer<String, String> producer;
    private final KafkaConsumer<String, String> consumer;
    private final Queue<ConsumerRecord<String, String>> unread = new ArrayDeque<>();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    private final Set<String> written = ConcurrentHashMap.newKeySet();

    private volatile boolean beating = true;

    public OtherEdge(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 1),
                new StringSerializer(),
                new StringSerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer());
        consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
        heart.scheduleWithFixedDelay(this::beat, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        if (beating) {
            write("edge/" + id, "here");
        }
    }

    public void enters(String app, String channel, String user) {
        write("seat/" + id + "/" + app + "/" + channel + "/" + user, "{\"name\":\"" + user + "\"}");
    }

    public void leaves(String app, String channel, String user) {
        write("seat/" + id + "/" + app + "/" + channel + "/" + user, null);
    }

    /** What any writer may put there. */
    public void write(String key, String value) {
        written.add(key);
        producer.send(new ProducerRecord<>(TOPIC, 0, key, value));
    }

    public String id() {
        return id;
    }

    /** Reads the topic on, to a record of a key with that end, with a value or without; returns the key. */
    public String awaitWritten(String end, boolean value) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            while (!unread.isEmpty()) {
                ConsumerRecord<String, String> record = unread.remove();
                if (record.key().endsWith(end) && (record.value() != null) == value) {
                    return record.key();
                }
            }
            consumer.poll(Duration.ofMillis(100)).forEach(unread::add);
        }
        throw new AssertionError("not written: " + end);
    }

    /** Nothing is heard of it any more. */
    public void fallSilent() {
        beating = false;
    }

    public void goOn() {
        beating = true;
    }

    public void goes() {
        beating = false;
        write("edge/" + id, "going");
    }

    @Override
    public void close() {
        heart.close();
        written.forEach(key -> producer.send(new ProducerRecord<>(TOPIC, 0, key, null)));
        producer.close();
        consumer.close();
    }
}
