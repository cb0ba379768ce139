package dev.tidings.edge.log;

import dev.tidings.contract.event.EventRecord;
import dev.tidings.edge.config.EdgeConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads for those whose position is older than the tail, or younger than what this edge has read: from Kafka, on one
 * thread of its own, all who wait for a partition in one pass. A chunk is read, given to the event loops, and only when
 * they are done with it comes the next: no more than a chunk is ever held, and whoever's socket is full leaves the pass
 * and asks again later, from where they are.
 */
public final class CatchUp implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CatchUp.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int FETCH_BYTES = 1024 * 1024;
    /** After so many chunks a pass gives way, so that whoever asked meanwhile joins the next one. */
    private static final int CHUNKS_A_PASS = 16;

    private final Tail tail;
    private final RecordIntake intake;
    private final LogTopic topic;
    private final Pages pages;
    private final LogMeters meters;
    private final long maxDistance;
    /** Bounded by the subscriptions there are: each waits for one, and those that nobody waits for are dropped. */
    private final BlockingQueue<CatchUpRequest> requests = new LinkedBlockingQueue<>();

    /** The thread's own, but for being woken up. */
    private final Consumer<byte[], byte[]> consumer;

    private final Thread thread = Thread.ofPlatform().name("catch-up").daemon().unstarted(this::run);

    private volatile boolean stopping;
    private volatile boolean reachable = true;

    private CatchUp(
            Consumer<byte[], byte[]> consumer,
            LogTopic topic,
            Tail tail,
            Pages pages,
            RecordIntake intake,
            EdgeConfig.CatchUp config,
            LogMeters meters) {
        this.meters = meters;
        this.topic = topic;
        this.tail = tail;
        this.pages = pages;
        this.intake = intake;
        this.maxDistance = config.maxDistance();
        this.consumer = consumer;
    }

    static CatchUp start(
            KafkaClients clients,
            LogTopic topic,
            Tail tail,
            Pages pages,
            RecordIntake intake,
            EdgeConfig.CatchUp config,
            LogMeters meters) {
        CatchUp catchUp = new CatchUp(clients.consumer(FETCH_BYTES), topic, tail, pages, intake, config, meters);
        catchUp.thread.start();
        return catchUp;
    }

    /** May be called by any thread; the answer comes on the request's own. */
    public void request(CatchUpRequest request) {
        requests.add(request);
    }

    /**
     * Whether the log answers. While it doesn't, whoever asks waits until it does: an edge that knows that asks only for those
     * whom it has promised it.
     */
    public boolean isReachable() {
        return reachable;
    }

    /** As the log reader found it. */
    void reachable(boolean answers) {
        reachable = answers;
    }

    /** Those of a pass that is being read not counted. */
    int waiting() {
        return requests.size();
    }

    /** False where its thread has died: nobody who needs it would ever be answered. One that was closed has not. */
    boolean isAlive() {
        return stopping || thread.isAlive();
    }

    /** Whoever still waits is told by the log that is opened anew, if any is. */
    @Override
    public void close() {
        stopping = true;
        reachable = false;
        consumer.wakeup();
    }

    private void run() {
        try (consumer) {
            while (!stopping) {
                CatchUpRequest first = requests.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null && !first.isCancelled()) {
                    serve(new TopicPartition(LogTopic.NAME, first.partition()), takeAllOf(first));
                }
            }
        } catch (WakeupException | InterruptedException e) {
            // Only close() wakes this thread up.
        }
    }

    private void serve(TopicPartition partition, List<CatchUpRequest> waiting) throws InterruptedException {
        try {
            pass(partition, waiting);
        } catch (WakeupException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warnf("Catching up failed, trying again: %s", e);
            requests.addAll(waiting);
            Thread.sleep(RETRY);
        }
    }

    private List<CatchUpRequest> takeAllOf(CatchUpRequest first) {
        List<CatchUpRequest> all = new ArrayList<>();
        requests.drainTo(all);
        all.removeIf(CatchUpRequest::isCancelled);
        List<CatchUpRequest> others =
                all.stream().filter(r -> r.partition() != first.partition()).toList();
        requests.addAll(others);
        all.removeAll(others);
        all.addFirst(first);
        return all;
    }

    /** {@code waiting} holds, at any time, the requests that are not answered yet. */
    private void pass(TopicPartition partition, List<CatchUpRequest> waiting) throws InterruptedException {
        consumer.assign(List.of(partition));
        answerWithoutReading(partition, waiting);
        if (waiting.isEmpty()) {
            return;
        }
        long from = waiting.stream().mapToLong(CatchUpRequest::position).min().orElseThrow() + 1;
        consumer.seek(partition, from);
        int read = 0;
        for (int chunk = 0; chunk < CHUNKS_A_PASS && !waiting.isEmpty() && !stopping; chunk++) {
            try {
                read += chunk(partition, waiting);
            } catch (OffsetOutOfRangeException e) {
                // Retention was faster than we: the next pass tells who lost something.
                break;
            }
        }
        meters.caughtUp(read);
        requests.addAll(waiting);
        waiting.clear();
    }

    /** Those who can be told at once how it is, or sent where they are better off, without reading a record. */
    private void answerWithoutReading(TopicPartition partition, List<CatchUpRequest> waiting) {
        long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        waiting.removeIf(request -> {
            // What the log no longer has is further than anything.
            long distance = request.position() + 1 < begin ? Long.MAX_VALUE : end - request.position();
            if (request.position() >= end) {
                request.lost(Loss.UNKNOWN);
            } else if (pages.suit(request, distance)) {
                pages.serve(request, topic.epoch(), this::request);
            } else if (request.position() + 1 < begin) {
                request.lost(Loss.EXPIRED);
            } else if (tail.reaches(partition.partition(), request.position())) {
                request.reachedTail();
            } else if (distance > maxDistance) {
                request.lost(Loss.TOO_FAR);
            } else {
                request.recoverable();
                return false;
            }
            return true;
        });
    }

    /** Answers how many records it read. */
    private int chunk(TopicPartition partition, List<CatchUpRequest> waiting) throws InterruptedException {
        Map<String, List<LogEntry>> wanted = new HashMap<>();
        waiting.forEach(request -> wanted.putIfAbsent(request.key(), new ArrayList<>()));
        List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(partition);
        // What a producer repeated is one event; as many as the chunk has.
        Set<String> seen = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            intake.read(record)
                    .filter(event -> wanted.containsKey(event.channel().key()))
                    .filter(event -> seen.add(event.channel().key() + " " + event.id()))
                    .ifPresent(event -> append(wanted.get(event.channel().key()), event, record));
        }
        long read = consumer.position(partition) - 1;
        deliver(waiting, wanted);
        waiting.removeIf(request -> {
            if (request.left() || request.isCancelled()) {
                return true;
            }
            request.readUpTo(read);
            boolean tailHasTheRest = tail.reaches(partition.partition(), request.position());
            if (tailHasTheRest) {
                request.reachedTail();
            }
            return tailHasTheRest;
        });
        return records.size();
    }

    private static void append(List<LogEntry> channel, EventRecord event, ConsumerRecord<byte[], byte[]> record) {
        long prev = channel.isEmpty() ? LogEntry.UNKNOWN : channel.getLast().offset();
        channel.add(LogEntry.of(event, record.partition(), record.offset(), prev));
    }

    /** Returns when every event loop is done with its part: that is what keeps a chunk the most that is held. */
    private void deliver(List<CatchUpRequest> waiting, Map<String, List<LogEntry>> wanted) throws InterruptedException {
        List<CatchUpRequest> concerned = waiting.stream()
                .filter(request -> !wanted.get(request.key()).isEmpty())
                .toList();
        CountDownLatch done = new CountDownLatch(concerned.size());
        concerned.forEach(request -> request.offer(wanted.get(request.key()), done::countDown));
        while (!stopping && !done.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("An event loop takes long over its part");
        }
    }
}
