package dev.tidings.edge.log;

import dev.tidings.edge.config.EdgeConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads the whole log, once, for all sockets of this edge: warms the tail up, then hands on batch after batch. One thread
 * of its own, which nothing else blocks; a broker that goes away is waited for.
 */
@Singleton
public final class LogReader {

    private static final Logger LOG = Logger.getLogger(LogReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int FETCH_BYTES = 8 * 1024 * 1024;

    private final KafkaClients clients;
    private final EdgeConfig.Tail config;
    private final EdgeConfig.CatchUp catchUpConfig;
    private final Pages pages;
    private final MeterRegistry meters;
    private final LogMeters logMeters;
    private final RecordIntake intake;
    private final LogListener listener;
    private final Thread thread = Thread.ofPlatform().name("log-reader").unstarted(this::run);

    private volatile boolean stopping;
    /** To be woken up by whoever stops this. */
    private volatile Optional<Consumer<byte[], byte[]>> current = Optional.empty();

    private volatile Optional<OpenLog> open = Optional.empty();

    @Inject
    LogReader(
            KafkaClients clients,
            EdgeConfig config,
            Pages pages,
            MeterRegistry meters,
            LogMeters logMeters,
            LogListener listener) {
        this.clients = clients;
        this.config = config.tail();
        this.catchUpConfig = config.catchUp();
        this.pages = pages;
        this.meters = meters;
        this.logMeters = logMeters;
        this.intake = intake();
        this.listener = listener;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    /** Empty until the tail is warm: before that nobody can be served. */
    public Optional<OpenLog> open() {
        return open;
    }

    /** False where a thread that everything depends on has died; nothing but a new process helps then. */
    public boolean isAlive() {
        return thread.isAlive() && open.map(log -> log.catchUp().isAlive()).orElse(true);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        current.ifPresent(Consumer::wakeup);
        if (!thread.join(PATIENCE)) {
            thread.interrupt();
        }
    }

    private void run() {
        while (!stopping) {
            try (TopicWatch watch = TopicWatch.open(clients.admin());
                    Consumer<byte[], byte[]> consumer = clients.consumer(FETCH_BYTES)) {
                current = Optional.of(consumer);
                tail(consumer, watch);
            } catch (WakeupException | InterruptedException e) {
                // Only stop() does that; the loop's condition tells.
            } catch (RuntimeException | ExecutionException e) {
                LOG.warnf("The log can't be read, opening it anew: %s", e);
                pause();
            }
        }
    }

    /** Returns when the log has become another one, to be opened anew. */
    private void tail(Consumer<byte[], byte[]> consumer, TopicWatch watch) throws InterruptedException {
        LogTopic topic = watch.topic();
        List<TopicPartition> partitions = KafkaClients.partitions(topic);
        consumer.assign(partitions);
        long[] ends = offsets(topic, consumer.endOffsets(partitions));
        long[] next = seekToWindow(consumer, topic, ends);
        Tail tail = new Tail(maxBytes(), next.clone());
        while (!reached(next, ends)) {
            take(consumer.poll(POLL), tail, next);
            positions(consumer, partitions, next);
        }
        try (CatchUp catchUp = CatchUp.start(clients, topic, tail, pages, intake(), catchUpConfig, logMeters)) {
            OpenLog log = new OpenLog(topic, tail, catchUp);
            listener.warm(log, heads(next));
            open = Optional.of(log);
            logMeters.opened(log);
            LOG.infof(
                    "The tail is warm: epoch %s, %d partitions, %d bytes",
                    topic.epoch(), partitions.size(), tail.bytes());
            while (!stopping && !watch.isAnother()) {
                catchUp.reachable(watch.isReachable());
                long[] before = next.clone();
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                List<LogEntry> entries = take(records, tail, next);
                positions(consumer, partitions, next);
                logMeters.read(consumer);
                if (!Arrays.equals(before, next)) {
                    listener.batch(new LogBatch(entries, heads(next), oldest(records)));
                }
            }
        }
    }

    /** Back by the window; where nothing is that young, the end. */
    private long[] seekToWindow(Consumer<byte[], byte[]> consumer, LogTopic topic, long[] ends) {
        List<TopicPartition> partitions = KafkaClients.partitions(topic);
        long since = Instant.now().minus(config.window()).toEpochMilli();
        Map<TopicPartition, OffsetAndTimestamp> found =
                consumer.offsetsForTimes(partitions.stream().collect(Collectors.toMap(p -> p, p -> since)));
        long[] next = ends.clone();
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp at = found.get(partition);
            if (at != null) {
                next[partition.partition()] = at.offset();
            }
            consumer.seek(partition, next[partition.partition()]);
        }
        return next;
    }

    private List<LogEntry> take(ConsumerRecords<byte[], byte[]> records, Tail tail, long[] next) {
        List<LogEntry> entries = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            next[record.partition()] = record.offset() + 1;
            intake.read(record)
                    .flatMap(event -> tail.append(event, record.partition(), record.offset()))
                    .ifPresent(entry -> {
                        entries.add(entry);
                        tail.age().appended(record.timestamp());
                    });
        }
        return entries;
    }

    private static long oldest(ConsumerRecords<byte[], byte[]> records) {
        long oldest = Long.MAX_VALUE;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            oldest = Math.min(oldest, record.timestamp());
        }
        return oldest;
    }

    /** Brings {@code next} to where the consumer stands: past the last record there may be a hole. */
    private static void positions(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long[] next) {
        for (TopicPartition partition : partitions) {
            next[partition.partition()] = consumer.position(partition);
        }
    }

    private static boolean reached(long[] next, long[] ends) {
        for (int partition = 0; partition < ends.length; partition++) {
            if (next[partition] < ends[partition]) {
                return false;
            }
        }
        return true;
    }

    private static long[] offsets(LogTopic topic, Map<TopicPartition, Long> byPartition) {
        long[] offsets = new long[topic.partitions()];
        byPartition.forEach((partition, offset) -> offsets[partition.partition()] = offset);
        return offsets;
    }

    private static long[] heads(long[] next) {
        long[] heads = new long[next.length];
        for (int partition = 0; partition < next.length; partition++) {
            heads[partition] = next[partition] - 1;
        }
        return heads;
    }

    /** One for each reading thread. */
    private RecordIntake intake() {
        return new RecordIntake(meters);
    }

    private long maxBytes() {
        return config.bytes().isPresent()
                ? config.bytes().get().asLongValue()
                : Runtime.getRuntime().maxMemory() / 4;
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
