package dev.tidings.notifications.log;

import dev.tidings.contract.channel.AppChannel;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Where Kafka's default partitioner puts a channel; the contract fixes it, so that every producer agrees. */
final class Partitions {

    private Partitions() {}

    static int of(AppChannel channel, int partitions) {
        return BuiltInPartitioner.partitionForKey(channel.key().getBytes(StandardCharsets.UTF_8), partitions);
    }
}
