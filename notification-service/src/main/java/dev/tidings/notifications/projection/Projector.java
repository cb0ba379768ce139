package dev.tidings.notifications.projection;

import dev.tidings.contract.position.Epoch;
import dev.tidings.notifications.log.LogWatch;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Keeps the view: reads the log, writes what it read, and has the badges sent. One batch is on its way into the database, while
 * the next is read from the log and understood; so memory is bounded by two polls. A thread of its own reads and waits;
 * the rest of the service never waits for it.
 *
 * <p>Whatever goes wrong - the database away, the log away, another projector there first - ends in the same way: the
 * partition has no place any more, and is placed anew by what the database says, as after a start.
 */
@ApplicationScoped
class Projector {

    private static final Logger LOG = Logger.getLogger(Projector.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** For what is asked of the database between two batches. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LogWatch watch;
    private final Generations generations;
    private final SliceReader reader;
    private final BatchWriter writer;
    private final ProjectionClient client;
    private final ProjectionMetrics metrics;
    private final ProjectionConfig config;
    private final Thread thread =
            Thread.ofPlatform().name("projection").daemon().unstarted(this::run);

    private volatile boolean stopping;
    private volatile KafkaConsumer<byte[], byte[]> consumer;

    // Of the thread.
    private Optional<Generation> generation = Optional.empty();
    private long retryAt = System.nanoTime();
    private boolean failing;

    private final BatchSize size;

    /** What one poll brought of a partition. */
    private record Run(long to, List<Entry> entries) {}

    Projector(
            LogWatch watch,
            Generations generations,
            SliceReader reader,
            BatchWriter writer,
            ProjectionClient client,
            ProjectionMetrics metrics,
            ProjectionConfig config) {
        this.watch = watch;
        this.generations = generations;
        this.reader = reader;
        this.writer = writer;
        this.client = client;
        this.metrics = metrics;
        this.config = config;
        this.size = new BatchSize(config.maxRecords());
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        thread.join(Duration.ofSeconds(5));
        thread.interrupt();
    }

    private void run() {
        while (!stopping) {
            try (KafkaConsumer<byte[], byte[]> made = client.consumer()) {
                consumer = made;
                keep(made);
            } catch (WakeupException e) {
                LOG.debug("The projection ends");
            } catch (RuntimeException e) {
                failed(e);
                pause();
            } finally {
                consumer = null;
            }
        }
    }

    private void keep(KafkaConsumer<byte[], byte[]> log) {
        Writing writing = Writing.nothing();
        try {
            Placements placements = new Placements(log);
            log.subscribe(client.topics(), placements);
            while (!stopping) {
                writing = step(log, placements, writing);
            }
        } finally {
            // Whoever has the partitions next asks the database where they are when it knows.
            writing.failures();
            ProjectionClient.leave(log);
        }
    }

    /** Reads while the batch before is written; begins to write when that is done. */
    private Writing step(KafkaConsumer<byte[], byte[]> log, Placements placements, Writing before) {
        if (System.nanoTime() - retryAt >= 0) {
            place(placements);
        }
        Map<TopicPartition, Run> runs = read(log, poll(log, placements), placements);
        settle(before, placements);
        Map<TopicPartition, Slice> slices = new LinkedHashMap<>();
        runs.forEach((partition, run) -> placements
                .next(partition)
                .ifPresent(next -> slices.put(
                        partition,
                        new Slice(
                                generation.orElseThrow(),
                                partition.partition(),
                                next,
                                placements.from(partition),
                                run.to(),
                                run.entries()))));
        long written = slices.values().stream()
                .mapToLong(slice -> Math.max(0, slice.to() - slice.next()))
                .sum();
        metrics.waits(placements.lost().size(), placements.lag() + written);
        return slices.isEmpty() ? Writing.nothing() : Writing.of(slices, writer.write(slices));
    }

    private Map<TopicPartition, Run> read(
            KafkaConsumer<byte[], byte[]> log, ConsumerRecords<byte[], byte[]> records, Placements placements) {
        Map<TopicPartition, Run> runs = new LinkedHashMap<>();
        for (TopicPartition partition : records.partitions()) {
            if (placements.next(partition).isPresent()) {
                List<ConsumerRecord<byte[], byte[]>> of = share(
                        log,
                        partition,
                        records.records(partition),
                        records.partitions().size());
                runs.put(partition, new Run(of.getLast().offset() + 1, reader.read(generation.orElseThrow(), of)));
            }
        }
        return runs;
    }

    private static ConsumerRecords<byte[], byte[]> poll(KafkaConsumer<byte[], byte[]> log, Placements placements) {
        try {
            return log.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            LOG.errorf(
                    "The log has these offsets no more, and the view goes on with the oldest that it has: %s",
                    e.offsetOutOfRangePartitions());
            Set<TopicPartition> partitions = e.offsetOutOfRangePartitions().keySet();
            log.seekToBeginning(partitions);
            partitions.forEach(partition -> placements.begins(partition, log.position(partition)));
            return ConsumerRecords.empty();
        }
    }

    /** All, or the first ones, where so many at once took too long: the others are read again. */
    private List<ConsumerRecord<byte[], byte[]>> share(
            KafkaConsumer<byte[], byte[]> log,
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records,
            int partitions) {
        int share = size.ofEach(partitions);
        if (records.size() <= share) {
            return records;
        }
        log.seek(partition, records.get(share).offset());
        return records.subList(0, share);
    }

    /** Finds out where the partitions are that have no place, and reads them from there. */
    private void place(Placements placements) {
        Optional<Epoch> epoch = watch.epoch();
        if (epoch.isPresent() && !epoch.equals(generation.map(Generation::epoch))) {
            generation = Optional.empty();
            placements.loseAll();
        }
        if (placements.lost().isEmpty() || epoch.isEmpty()) {
            return;
        }
        try {
            // Asked each time: it may be an earlier database, put back, which has another number for this log.
            Generation now = await(generations.of(epoch.get()));
            if (!generation.equals(Optional.of(now))) {
                generation = Optional.of(now);
                placements.loseAll();
            }
            placements.place(await(generations.offsets(now, placements.lost())));
            if (failing) {
                failing = false;
                LOG.info("The view is kept again");
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /**
     * Waits until it is written. What was not loses its place, and what was read after it is of no use. A partition that is
     * not ours any more has no place, nor has any where the log was made anew meanwhile.
     */
    private void settle(Writing writing, Placements placements) {
        Map<TopicPartition, Throwable> failures = writing.failures();
        failures.values().forEach(this::failed);
        if (failures.values().stream().anyMatch(TimeoutException.class::isInstance)) {
            size.tookTooLong();
        } else if (failures.isEmpty() && !writing.slices().isEmpty()) {
            size.wasWritten();
        }
        writing.slices().forEach((partition, slice) -> {
            if (placements.next(partition).isPresent() && generation.equals(Optional.of(slice.generation()))) {
                if (failures.containsKey(partition)) {
                    placements.lose(partition);
                } else {
                    placements.written(partition, slice);
                }
            }
        });
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    /** Says it once, until it works again. */
    private void failed(Throwable why) {
        metrics.failed();
        retryAt = System.nanoTime() + PAUSE.toNanos();
        if (why instanceof SliceWriter.Fenced) {
            LOG.info("Another projector took a partition over");
        } else if (!failing && !stopping) {
            failing = true;
            LOG.warnf("The view can't be kept at the moment: %s", why);
        }
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
