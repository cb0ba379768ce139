package dev.tidings.edge.log;

import dev.tidings.contract.position.Epoch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Notices that the log is another one: a consumer alone would read on at its old offset in a topic that was deleted and made
 * anew. Asks now and then, and never waits for the answer. Confined to the log reader's thread.
 */
final class TopicWatch implements AutoCloseable {

    private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();
    /** Who doesn't answer for so long is away. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(4).toNanos();

    private final Admin admin;
    private final LogTopic topic;

    private CompletableFuture<LogTopic> answer;
    private boolean reachable = true;
    private long askedNanos;
    private long nextNanos = System.nanoTime() + PAUSE_NANOS;

    private TopicWatch(Admin admin, LogTopic topic) {
        this.admin = admin;
        this.topic = topic;
    }

    /** Finds the log, and watches it from now on. */
    static TopicWatch open(Admin admin) throws ExecutionException, InterruptedException {
        return new TopicWatch(admin, describe(admin).get());
    }

    LogTopic topic() {
        return topic;
    }

    /** Whether it has become another, or has other partitions, as far as is known by now. */
    boolean isAnother() {
        if (answer == null) {
            if (System.nanoTime() - nextNanos >= 0) {
                answer = describe(admin);
                askedNanos = System.nanoTime();
            }
            return false;
        }
        if (!answer.isDone()) {
            reachable &= System.nanoTime() - askedNanos < PATIENCE_NANOS;
            return false;
        }
        reachable = !answer.isCompletedExceptionally();
        // While it is away nobody can say: a topic that is being made anew, or a broker that is down.
        boolean another = reachable && !answer.getNow(topic).equals(topic);
        answer = null;
        nextNanos = System.nanoTime() + PAUSE_NANOS;
        return another;
    }

    /** Whether the log answers, as far as is known by now. */
    boolean isReachable() {
        return reachable;
    }

    private static CompletableFuture<LogTopic> describe(Admin admin) {
        return admin.describeTopics(List.of(LogTopic.NAME))
                .allTopicNames()
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(topics -> {
                    TopicDescription found = topics.get(LogTopic.NAME);
                    int partitions = found.partitions().size();
                    return new LogTopic(Epoch.of(found.topicId().toString(), partitions), partitions);
                });
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
