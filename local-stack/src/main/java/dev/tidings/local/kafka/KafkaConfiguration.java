package dev.tidings.local.kafka;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The broker's {@code server.properties}. */
final class KafkaConfiguration {

    private KafkaConfiguration() {}

    /** Of a setting that is there twice, the later one holds. */
    static String properties(Path data, int port, int controllerPort, int reached, Map<String, String> settings) {
        // In a properties file a backslash escapes; a path may hold one.
        String logDirectory = data.toAbsolutePath().toString().replace("\\", "\\\\");
        return """
                process.roles=broker,controller
                node.id=1
                # Named in the configuration, not in the log: the port may be another one after a restart.
                controller.quorum.voters=1@127.0.0.1:%3$d
                listeners=CLIENT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
                advertised.listeners=CLIENT://127.0.0.1:%4$d
                listener.security.protocol.map=CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=CLIENT
                controller.listener.names=CONTROLLER
                log.dirs=%1$s

                auto.create.topics.enable=false
                num.partitions=1
                default.replication.factor=1
                min.insync.replicas=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=1
                # A consumer's first join need not wait for others.
                group.initial.rebalance.delay.ms=0

                # After a SIGKILL a broker may come back only when its old session is over.
                broker.session.timeout.ms=3000
                broker.heartbeat.interval.ms=500
                # Alone, nobody waits for this one's election.
                controller.quorum.election.timeout.ms=200
                controller.quorum.election.backoff.max.ms=200

                # Small: this is one machine, shared with everything else.
                num.network.threads=2
                num.io.threads=4
                background.threads=2
                num.recovery.threads.per.data.dir=2
                log.cleaner.dedupe.buffer.size=8388608
                """.formatted(logDirectory, port, controllerPort, reached)
                + settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                        .collect(Collectors.joining());
    }
}
