package dev.tidings.notifications.access;

import dev.tidings.contract.revocation.Revocation;
import dev.tidings.contract.revocation.RevocationRecord;
import dev.tidings.contract.revocation.Revocations;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads the topic of revocations, all of it at the start and then what comes, so that every instance knows every one. A
 * thread of its own; a broker that goes away is waited for.
 */
@ApplicationScoped
class RevocationReader {

    private static final Logger LOG = Logger.getLogger(RevocationReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int ASK_MILLIS = 5_000;

    private final Map<String, Object> configuration;
    private final Revocations revocations;
    private final MeterRegistry metrics;
    private final Thread thread =
            Thread.ofPlatform().name("revocation-reader").daemon().unstarted(this::run);

    private volatile boolean stopping;
    private volatile boolean complete;
    /** To be woken up by whoever stops this. */
    private volatile Optional<Consumer<byte[], byte[]>> current = Optional.empty();

    RevocationReader(
            @Identifier("default-kafka-broker") Map<String, Object> configuration,
            Revocations revocations,
            MeterRegistry metrics) {
        this.configuration = new HashMap<>(configuration);
        this.configuration.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.configuration.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ASK_MILLIS);
        this.configuration.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ASK_MILLIS);
        this.configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        this.configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.configuration.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        this.revocations = revocations;
        this.metrics = metrics;
        metrics.gauge("tidings.revocations", revocations, Revocations::size);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        current.ifPresent(Consumer::wakeup);
    }

    /** Whether all that was revoked before this instance started is known. */
    boolean complete() {
        return complete;
    }

    /** False where its thread has died: nobody would be revoked any more. */
    boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        while (!stopping) {
            try (Consumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                current = Optional.of(consumer);
                read(consumer);
            } catch (WakeupException e) {
                return; // Only stop() does that.
            } catch (RuntimeException e) {
                LOG.debugf("The revocations can't be read, trying again: %s", e);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns where there is no such topic yet; else it ends with an exception only. */
    private void read(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        if (partitions.isEmpty()) {
            return;
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!stopping) {
            complete |= ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            consumer.poll(POLL).forEach(this::apply);
        }
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        List<PartitionInfo> known = consumer.partitionsFor(Revocation.TOPIC);
        return known == null
                ? List.of()
                : known.stream()
                        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                        .toList();
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        switch (RevocationRecord.read(record.key(), record.value())) {
            case RevocationRecord.Read.Valid(Revocation revocation) -> revocations.apply(revocation);
            case RevocationRecord.Read.Invalid(RevocationRecord.Fault fault) -> skip(record, fault);
        }
    }

    private void skip(ConsumerRecord<byte[], byte[]> record, RevocationRecord.Fault fault) {
        if (fault != RevocationRecord.Fault.NO_VALUE) {
            metrics.counter("tidings.revocations.invalid", "fault", fault.name().toLowerCase(Locale.ROOT))
                    .increment();
            LOG.debugf("Skipping a revocation: %s at offset %d", fault, record.offset());
        }
    }
}
