package dev.tidings.notifications.log;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.event.EventRecord;
import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.position.Position;
import dev.tidings.notifications.EventLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Looks in the log which records are there, in their channels' partitions: in the time of the attempts at them for certain,
 * and after it, where a process may have written that was suspended meanwhile, as far as there is time. Rare: only after a
 * call that failed in the middle. On its own few threads, each search with its own consumer.
 */
@ApplicationScoped
class LogSearch {

    /** It can't be said what is there. */
    static final class NotSearched extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotSearched(Exception cause) {
            super(cause);
        }
    }

    /** For all of a search, its waiting for a thread included: whoever asks holds a lease meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final int ASK_MILLIS = 2_000;
    private static final Duration POLL = Duration.ofMillis(100);

    /** The brokers' clocks give the records their times, the database's the attempts theirs. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private static final int THREADS = 2;
    private static final int MAX_WAITING = 100;

    private final Map<String, Object> configuration;
    private final LogWatch watch;
    private final String topic;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("log-search-", 0).daemon().factory());

    LogSearch(@Identifier("default-kafka-broker") Map<String, Object> configuration, LogWatch watch, LogConfig config) {
        this.configuration = new HashMap<>(configuration);
        this.configuration.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ASK_MILLIS);
        this.configuration.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ASK_MILLIS);
        this.configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.watch = watch;
        this.topic = config.topic();
        threads.allowCoreThreadTimeOut(true);
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
    }

    /** Where those of them are that are there. Fails with {@link NotSearched}. Event loop. */
    Uni<Map<NewRecord.Name, Position>> find(Set<NewRecord.Name> names, Earlier attempts) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        return Uni.createFrom()
                .item(() -> search(names, attempts, deadline))
                .runSubscriptionOn(threads)
                .onFailure(
                        failure -> failure instanceof KafkaException || failure instanceof RejectedExecutionException)
                .transform(failure -> new NotSearched((Exception) failure))
                .emitOn(EventLoop.current());
    }

    private Map<NewRecord.Name, Position> search(Set<NewRecord.Name> names, Earlier attempts, long deadline) {
        requireTime(deadline);
        Epoch epoch = watch.epoch().orElseThrow(() -> new KafkaException("the log was never reached"));
        Set<AppChannel> channels = names.stream().map(NewRecord.Name::channel).collect(Collectors.toUnmodifiableSet());
        Map<NewRecord.Name, Position> found = new HashMap<>();
        try (var consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> log = seek(consumer, partitions(consumer, channels), attempts);
            Map<TopicPartition, Long> attempted = attempted(consumer, log, attempts);
            while (found.size() < names.size() && !isReadTo(consumer, log)) {
                if (System.nanoTime() - deadline > 0 && isReadTo(consumer, attempted)) {
                    return found;
                }
                requireTime(deadline);
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    // The key first: most records are of others, and need not be parsed.
                    channel(record)
                            .filter(channels::contains)
                            .flatMap(channel -> name(record))
                            .filter(names::contains)
                            .ifPresent(name -> found.putIfAbsent(
                                    name, new Position(epoch, name.channel().channel(), record.offset())));
                }
            }
            return found;
        }
    }

    private static Optional<AppChannel> channel(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.key())
                .flatMap(key -> AppChannel.parseKey(new String(key, StandardCharsets.UTF_8)));
    }

    private static Optional<NewRecord.Name> name(ConsumerRecord<byte[], byte[]> record) {
        return EventRecord.read(record.key(), record.value()) instanceof EventRecord.Read.Event(EventRecord event)
                ? Optional.of(new NewRecord.Name(event.channel(), event.id()))
                : Optional.empty();
    }

    private static void requireTime(long deadline) {
        if (System.nanoTime() - deadline > 0) {
            throw new KafkaException("too many searches, or too much to look through");
        }
    }

    private static boolean isReadTo(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Goes to where the attempts began, and says where the log ends. */
    private static Map<TopicPartition, Long> seek(
            KafkaConsumer<byte[], byte[]> consumer, Set<TopicPartition> partitions, Earlier attempts) {
        Map<TopicPartition, Long> starts = firstSince(
                consumer, partitions, attempts.from().minus(CLOCK_SKEW).toEpochMilli());
        Map<TopicPartition, Long> ends = consumer.endOffsets(starts.keySet());
        consumer.assign(starts.keySet());
        starts.forEach(consumer::seek);
        return ends;
    }

    /** Where the attempts ended at the latest, if no process was suspended. */
    private static Map<TopicPartition, Long> attempted(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> log, Earlier attempts) {
        Map<TopicPartition, Long> ends = new HashMap<>(log);
        ends.putAll(firstSince(
                consumer, log.keySet(), attempts.to().plus(CLOCK_SKEW).toEpochMilli()));
        return ends;
    }

    /** Only of the partitions that have a record since then. */
    private static Map<TopicPartition, Long> firstSince(
            KafkaConsumer<byte[], byte[]> consumer, Set<TopicPartition> partitions, long millis) {
        Map<TopicPartition, Long> first = new HashMap<>();
        consumer.offsetsForTimes(partitions.stream().collect(Collectors.toMap(p -> p, p -> millis)))
                .forEach((partition, at) -> {
                    if (at != null) {
                        first.put(partition, at.offset());
                    }
                });
        return first;
    }

    private Set<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, Set<AppChannel> channels) {
        int count = consumer.partitionsFor(topic).size();
        return channels.stream()
                .map(channel -> new TopicPartition(topic, Partitions.of(channel, count)))
                .collect(Collectors.toSet());
    }
}
