package dev.tidings.edge.log;

import dev.tidings.contract.revocation.Revocation;
import dev.tidings.contract.revocation.RevocationRecord;
import dev.tidings.contract.revocation.Revocations;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads the topic of revocations, all of it at the start and then what comes: every edge knows every revocation, and
 * admits nobody before it does. One thread of its own; a broker that goes away is waited for.
 */
@Singleton
public final class RevocationReader {

    private static final Logger LOG = Logger.getLogger(RevocationReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int FETCH_BYTES = 1024 * 1024;

    private final KafkaClients clients;
    private final Revocations revocations;
    private final RevocationListener listener;
    private final MeterRegistry meters;
    private final Thread thread = Thread.ofPlatform().name("revocation-reader").unstarted(this::run);

    private volatile boolean stopping;
    private volatile boolean complete;
    /** To be woken up by whoever stops this. */
    private volatile Optional<Consumer<byte[], byte[]>> current = Optional.empty();

    @Inject
    RevocationReader(KafkaClients clients, Revocations revocations, RevocationListener listener, MeterRegistry meters) {
        this.clients = clients;
        this.revocations = revocations;
        this.listener = listener;
        this.meters = meters;
        meters.gauge("tidings.edge.revocations", revocations, Revocations::size);
        EnumSet.complementOf(EnumSet.of(RevocationRecord.Fault.NO_VALUE)).forEach(this::invalid);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    /** Whether all that was revoked before this edge started is known. */
    public boolean complete() {
        return complete;
    }

    /** False where its thread has died: nobody would be revoked any more. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        current.ifPresent(Consumer::wakeup);
        thread.join(PATIENCE);
    }

    private void run() {
        while (!stopping) {
            try (Consumer<byte[], byte[]> consumer = clients.consumer(FETCH_BYTES)) {
                current = Optional.of(consumer);
                read(consumer);
            } catch (WakeupException e) {
                // Only stop() does that; the loop's condition tells.
            } catch (RuntimeException e) {
                LOG.warnf("The revocations can't be read, trying again: %s", e);
                pause();
            }
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        if (partitions.isEmpty()) {
            LOG.warnf("There is no topic %s yet", Revocation.TOPIC);
            pause();
            return;
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!stopping) {
            complete |= ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            if (apply(consumer.poll(POLL))) {
                listener.revoked();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    private boolean apply(ConsumerRecords<byte[], byte[]> records) {
        boolean news = false;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            news |= switch (RevocationRecord.read(record.key(), record.value())) {
                case RevocationRecord.Read.Valid(Revocation revocation) -> revocations.apply(revocation);
                case RevocationRecord.Read.Invalid(RevocationRecord.Fault fault) -> {
                    skip(record, fault);
                    yield false;
                }
            };
        }
        return news;
    }

    private void skip(ConsumerRecord<byte[], byte[]> record, RevocationRecord.Fault fault) {
        if (fault != RevocationRecord.Fault.NO_VALUE) {
            invalid(fault).increment();
            LOG.debugf("Skipping a revocation: %s at offset %d", fault, record.offset());
        }
    }

    private Counter invalid(RevocationRecord.Fault fault) {
        return Counter.builder("tidings.edge.revocations.invalid")
                .description("Records of the revocations that are none, and were skipped")
                .tag("fault", fault.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }
}
