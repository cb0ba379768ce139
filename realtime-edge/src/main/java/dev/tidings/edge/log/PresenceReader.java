package dev.tidings.edge.log;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads the topic of who is where, all of it and then what comes, for one listener. One thread of its own; a broker that goes
 * away is waited for.
 */
@Singleton
public final class PresenceReader {

    private static final Logger LOG = Logger.getLogger(PresenceReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int FETCH_BYTES = 1024 * 1024;

    private final KafkaClients clients;

    private Optional<Thread> thread = Optional.empty();
    private volatile boolean stopping;
    private volatile boolean warned;
    /** To be woken up by whoever stops this. */
    private volatile Optional<Consumer<byte[], byte[]>> current = Optional.empty();

    @Inject
    PresenceReader(KafkaClients clients) {
        this.clients = clients;
    }

    /** Once, at the start of the process. */
    public void start(PresenceTopic.Listener listener) {
        thread =
                Optional.of(Thread.ofPlatform().name("presence-reader").daemon().start(() -> run(listener)));
    }

    /** False where its thread has died: who comes and goes would not be seen any more. */
    public boolean isAlive() {
        return thread.map(Thread::isAlive).orElse(true);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        current.ifPresent(Consumer::wakeup);
        if (thread.isPresent()) {
            thread.get().join(PATIENCE);
        }
    }

    private void run(PresenceTopic.Listener listener) {
        while (!stopping) {
            try (Consumer<byte[], byte[]> consumer = clients.consumer(FETCH_BYTES)) {
                current = Optional.of(consumer);
                read(consumer, listener);
            } catch (WakeupException e) {
                // Only stop() does that; the loop's condition tells.
            } catch (RuntimeException e) {
                warn(e.toString());
                pause();
            }
        }
    }

    private void read(Consumer<byte[], byte[]> consumer, PresenceTopic.Listener listener) {
        if (consumer.partitionsFor(PresenceTopic.NAME).isEmpty()) {
            warn("there is no such topic");
            pause();
            return;
        }
        consumer.assign(List.of(PresenceTopic.PARTITION));
        consumer.seekToBeginning(List.of(PresenceTopic.PARTITION));
        listener.begin();
        warned = false;
        while (!stopping) {
            List<PresenceTopic.Entry> entries = entries(consumer.poll(POLL));
            if (!entries.isEmpty()) {
                listener.read(entries);
            }
        }
    }

    private static List<PresenceTopic.Entry> entries(ConsumerRecords<byte[], byte[]> records) {
        List<PresenceTopic.Entry> entries = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            entries.add(new PresenceTopic.Entry(record.key(), record.value(), record.timestamp()));
        }
        return entries;
    }

    /** Once, until it can be read again: presence stands still meanwhile, and everything else goes on. */
    private void warn(String what) {
        if (!warned) {
            warned = true;
            LOG.warnf("Who is present can't be read from %s, trying again: %s", PresenceTopic.NAME, what);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
