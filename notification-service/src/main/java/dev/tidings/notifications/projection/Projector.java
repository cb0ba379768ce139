package dev.tidings.notifications.projection;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.position.Epoch;
import dev.tidings.notifications.log.LogWatch;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Keeps the view: reads the log, writes what it read, has the badges sent, and only then reads on, so memory is bounded by
 * one poll. A thread of its own does all of it and may wait; the rest of the service never waits for it.
 *
 * <p>Whatever goes wrong - the database away, the log away, another projector there first - ends in the same way: the
 * partition has no place any more, and is placed anew by what the database says, as after a start.
 */
@ApplicationScoped
class Projector {

    private static final Logger LOG = Logger.getLogger(Projector.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** For one transaction, or the badges of one batch. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LogWatch watch;
    private final Generations generations;
    private final SliceReader reader;
    private final SliceStore store;
    private final Touched touched;
    private final ViewProgress progress;
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

    Projector(
            LogWatch watch,
            Generations generations,
            SliceReader reader,
            SliceStore store,
            Touched touched,
            ViewProgress progress,
            ProjectionClient client,
            ProjectionMetrics metrics,
            ProjectionConfig config) {
        this.watch = watch;
        this.generations = generations;
        this.reader = reader;
        this.store = store;
        this.touched = touched;
        this.progress = progress;
        this.client = client;
        this.metrics = metrics;
        this.config = config;
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
        try {
            Placements placements = new Placements(log);
            log.subscribe(client.topics(), placements);
            while (!stopping) {
                step(log, placements);
            }
        } finally {
            ProjectionClient.leave(log);
        }
    }

    private void step(KafkaConsumer<byte[], byte[]> log, Placements placements) {
        if (System.nanoTime() - retryAt >= 0) {
            place(placements);
        }
        ConsumerRecords<byte[], byte[]> records = poll(log);
        Map<TopicPartition, Slice> slices = new LinkedHashMap<>();
        for (TopicPartition partition : records.partitions()) {
            placements
                    .next(partition)
                    .ifPresent(next -> slices.put(
                            partition,
                            reader.read(
                                    generation.orElseThrow(),
                                    partition.partition(),
                                    next,
                                    placements.from(partition),
                                    records.records(partition))));
        }
        if (!slices.isEmpty()) {
            write(slices, placements);
        }
        metrics.waits(placements.lost().size(), placements.lag());
    }

    private static ConsumerRecords<byte[], byte[]> poll(KafkaConsumer<byte[], byte[]> log) {
        try {
            return log.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            LOG.errorf(
                    "The log has these offsets no more, and the view goes on with the oldest that it has: %s",
                    e.offsetOutOfRangePartitions());
            log.seekToBeginning(e.offsetOutOfRangePartitions().keySet());
            return ConsumerRecords.empty();
        }
    }

    /** Finds out where the partitions are that have no place, and reads them from there. */
    private void place(Placements placements) {
        Optional<Epoch> epoch = watch.epoch();
        if (epoch.isPresent() && !epoch.equals(generation.map(Generation::epoch))) {
            generation = Optional.empty();
            placements.loseAll();
        }
        Set<Integer> lost = placements.lost();
        if (lost.isEmpty() || epoch.isEmpty()) {
            return;
        }
        try {
            if (generation.isEmpty()) {
                generation = Optional.of(await(generations.of(epoch.get())));
            }
            placements.place(await(generations.offsets(generation.get(), lost)));
            if (failing) {
                failing = false;
                LOG.info("The view is kept again");
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** All partitions at once; each is its own transaction, and fails alone. */
    private void write(Map<TopicPartition, Slice> slices, Placements placements) {
        List<Uni<Optional<Throwable>>> writes = slices.values().stream()
                .map(slice -> store.write(slice)
                        .map(done -> Optional.<Throwable>empty())
                        .onFailure()
                        .recoverWithItem(Optional::of))
                .toList();
        Iterator<Optional<Throwable>> failures;
        try {
            failures = await(Uni.join()
                            .all(writes)
                            .usingConcurrencyOf(config.writers())
                            .andFailFast())
                    .iterator();
        } catch (RuntimeException e) {
            slices.keySet().forEach(placements::lose);
            failed(e);
            return;
        }
        Set<AppChannel> users = new HashSet<>();
        Set<TopicPartition> written = new HashSet<>();
        slices.forEach((partition, slice) -> failures.next()
                .ifPresentOrElse(
                        why -> {
                            placements.lose(partition);
                            failed(why);
                        },
                        () -> {
                            written(slice, users);
                            placements.written(partition, slice);
                            written.add(partition);
                        }));
        tell(users, () -> written.forEach(placements::lose));
    }

    private void written(Slice slice, Set<AppChannel> users) {
        metrics.written(slice);
        progress.reached(slice.generation().number(), slice.partition(), Math.max(slice.next(), slice.to()));
        slice.entries().stream()
                .filter(Entry::touchesCounts)
                .map(Entry::channel)
                .forEach(users::add);
    }

    private void tell(Set<AppChannel> users, Runnable again) {
        if (users.isEmpty()) {
            return;
        }
        try {
            await(Uni.createFrom().completionStage(touched.users(users)));
        } catch (RuntimeException e) {
            again.run();
            failed(e);
        }
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
