package dev.tidings.edge.log;

import dev.tidings.contract.position.Epoch;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** The log as it was found: its epoch and how many partitions it has. Immutable. */
public record LogTopic(Epoch epoch, int partitions) {

    public static final String NAME = "tidings.events";

    /** Where Kafka's default partitioner puts a key; the contract fixes it, so that every producer agrees. */
    public int partitionOf(String key) {
        return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
    }
}
