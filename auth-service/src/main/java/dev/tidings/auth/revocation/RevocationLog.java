package dev.tidings.auth.revocation;

import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.revocation.Revocation;
import dev.tidings.contract.revocation.RevocationRecord;
import dev.tidings.problems.ProblemException;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * The writing end of the revocations topic. An append is acknowledged by all in-sync replicas or refused with {@code
 * log-unavailable} within {@value #GIVE_UP_SECONDS} s. Waits, so it is called from worker threads only; how many may wait
 * is bounded, so an absent log doesn't take the threads that tokens are issued on. The producer is made when first
 * needed: without the log, everything else works.
 */
@ApplicationScoped
class RevocationLog {

    private static final Logger LOG = Logger.getLogger(RevocationLog.class);
    private static final int GIVE_UP_SECONDS = 5;
    private static final int MAX_WAITING = 16;
    private static final String RETRY_AFTER_SECONDS = "2";

    private final Map<String, Object> configuration;
    private final String topic;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);

    /** Guarded by this. */
    private Producer<byte[], byte[]> producer;

    RevocationLog(@Identifier("default-kafka-broker") Map<String, Object> broker, RevocationConfig config) {
        this.topic = config.topic();
        this.configuration = new HashMap<>(broker);
        configuration.put(ProducerConfig.CLIENT_ID_CONFIG, "auth-service-revocations");
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        configuration.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1024 * 1024);
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_500);
        configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_500);
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3_000);
        configuration.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    }

    /** Returns when the log has it. One that was refused may be in it all the same; repeating it does no harm. */
    void append(Revocation revocation) {
        assert BlockingOperationControl.isBlockingAllowed() : "waiting on an event loop";
        if (!waiting.tryAcquire()) {
            throw unavailable();
        }
        try {
            producer()
                    .send(new ProducerRecord<>(topic, revocation.key(), RevocationRecord.value(revocation)))
                    .get(GIVE_UP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            LOG.warnf("A revocation can't be written: %s", e.getCause());
            throw unavailable();
        } catch (KafkaException | TimeoutException e) {
            LOG.warnf("A revocation can't be written: %s", e);
            throw unavailable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        } finally {
            waiting.release();
        }
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        if (producer != null) {
            producer.close(Duration.ofSeconds(GIVE_UP_SECONDS));
        }
    }

    private static ProblemException unavailable() {
        return new ProblemException(
                ProblemCode.LOG_UNAVAILABLE,
                "Nothing was revoked for certain; try again.",
                List.of(),
                Map.of("Retry-After", RETRY_AFTER_SECONDS));
    }
}
