package dev.tidings.notifications.log;

import dev.tidings.contract.position.Epoch;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/**
 * Knows which log it is that we write to: the topic's id, asked for now and then and after a failure, for a topic may be
 * deleted and made again. One thread of its own does what blocks; all else only reads what it found, from any thread.
 */
@ApplicationScoped
public class LogWatch {

    private static final Logger LOG = Logger.getLogger(LogWatch.class);
    private static final Duration WHILE_UNKNOWN = Duration.ofMillis(500);
    private static final int ASK_MILLIS = 3_000;

    private final Map<String, Object> configuration;
    private final KafkaClientService kafka;
    private final String topic;
    private final Duration every;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("log-watch").daemon().factory());

    /** Made when first needed, on the thread: an address that can't be resolved would throw, and the service must start. */
    private volatile Admin admin;

    private volatile Optional<Epoch> epoch = Optional.empty();
    private volatile int partitions;
    private volatile boolean reached;
    /** Changes of it are logged, not every failed append. */
    private final AtomicBoolean writable = new AtomicBoolean(true);

    LogWatch(
            @Identifier("default-kafka-broker") Map<String, Object> configuration,
            KafkaClientService kafka,
            LogConfig config) {
        this.configuration = new HashMap<>(configuration);
        this.configuration.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ASK_MILLIS);
        this.configuration.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ASK_MILLIS);
        this.configuration.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        this.kafka = kafka;
        this.topic = config.topic();
        this.every = config.watch();
    }

    void start(@Observes StartupEvent event) {
        thread.execute(this::watch);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }

    /** Empty where the log was never reached, or its topic is not there. */
    public Optional<Epoch> epoch() {
        return epoch;
    }

    /** The offsets that the next records of those partitions will have. Fails where the log can't be asked. Any thread. */
    public CompletionStage<Map<Integer, Long>> ends(Set<Integer> partitions) {
        Admin asked = admin;
        if (asked == null) {
            return CompletableFuture.failedStage(new KafkaException("the log was never reached"));
        }
        Map<TopicPartition, OffsetSpec> latest = partitions.stream()
                .collect(Collectors.toMap(partition -> new TopicPartition(topic, partition), p -> OffsetSpec.latest()));
        return asked.listOffsets(latest)
                .all()
                .toCompletionStage()
                .thenApply(ends -> ends.entrySet().stream()
                        .collect(Collectors.toMap(
                                end -> end.getKey().partition(),
                                end -> end.getValue().offset())));
    }

    /** Whether the log could be reached once, by the producer too. */
    boolean reached() {
        return reached;
    }

    record End(Epoch epoch, long nextOffset) {}

    /** Where the partition ends that is chosen by how many there are. Fails where that can't be said, within some seconds. */
    CompletionStage<End> end(IntUnaryOperator choose) {
        Optional<Epoch> known = epoch;
        if (known.isEmpty()) {
            return CompletableFuture.failedStage(new KafkaException("the log was not reached yet, or is not there"));
        }
        int partition = choose.applyAsInt(partitions);
        return ends(Set.of(partition)).thenApply(ends -> new End(known.get(), ends.get(partition)));
    }

    void succeeded() {
        if (!writable.get() && writable.compareAndSet(false, true)) {
            LOG.info("The log can be written again");
        }
    }

    /** An append failed: perhaps the topic is another one now. */
    void failed(Throwable why) {
        if (writable.compareAndSet(true, false)) {
            LOG.warnf("The log can't be written: %s", why);
            if (!thread.isShutdown()) {
                thread.execute(this::ask);
            }
        }
    }

    private void watch() {
        ask();
        Duration delay = reached && epoch.isPresent() ? every : WHILE_UNKNOWN;
        if (!thread.isShutdown()) {
            thread.schedule(this::watch, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void ask() {
        try {
            if (admin == null) {
                admin = Admin.create(configuration);
            }
            TopicDescription found = admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .get(topic)
                    .get();
            partitions = found.partitions().size();
            found(Optional.of(
                    Epoch.of(found.topicId().toString(), found.partitions().size())));
            if (!reached) {
                // Also warms the producer up: the first publish finds it connected.
                kafka.getProducer(EventLog.CHANNEL).partitionsFor(topic).await().atMost(Duration.ofMillis(ASK_MILLIS));
                reached = true;
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                found(Optional.empty());
            } else {
                LOG.debugf("The log's topic can't be asked for: %s", e.getCause());
            }
        } catch (RuntimeException e) {
            LOG.debugf("The log can't be reached: %s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void found(Optional<Epoch> now) {
        if (!now.equals(epoch)) {
            LOG.infof("The log %s has the epoch %s", topic, now.map(Epoch::text).orElse("of none: there is no topic"));
            epoch = now;
        }
    }
}
