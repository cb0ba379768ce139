package dev.tidings.notifications.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that are ours, and where each is read. One that has lost its place is paused until the database has said
 * where it is. Confined to the projector's thread.
 */
final class Placements implements ConsumerRebalanceListener {

    /**
     * @param next the database's next offset, as far as is known
     * @param from the first offset that is read next: at the beginning before that, as badges may be missing
     */
    private record At(long next, long from) {}

    private final KafkaConsumer<byte[], byte[]> log;
    private final Map<TopicPartition, At> placed = new HashMap<>();
    private final Set<TopicPartition> lost = new HashSet<>();

    Placements(KafkaConsumer<byte[], byte[]> log) {
        this.log = log;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        partitions.forEach(this::lose);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(placed::remove);
        lost.removeAll(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        onPartitionsRevoked(partitions);
    }

    /** What the database's next offset is believed to be; empty where the partition has no place. */
    OptionalLong next(TopicPartition partition) {
        At at = placed.get(partition);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at.next);
    }

    /** Of one that has a place. */
    long from(TopicPartition partition) {
        return placed.get(partition).from;
    }

    void written(TopicPartition partition, Slice slice) {
        placed.computeIfPresent(
                partition, (same, at) -> new At(Math.max(at.next, slice.to()), Math.max(at.from, slice.to())));
    }

    /** The log has nothing before this offset any more: what the view lacks of it, it will never have. */
    void begins(TopicPartition partition, long first) {
        placed.computeIfPresent(partition, (same, at) -> new At(at.next, first));
    }

    /** The partitions that have no place. */
    Set<Integer> lost() {
        return lost.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    /** How many records those with a place have that were not read yet, as far as is known. */
    long lag() {
        return placed.keySet().stream()
                .mapToLong(partition -> log.currentLag(partition).orElse(0))
                .sum();
    }

    /** Takes its place away; it is read no further until it has one again. */
    void lose(TopicPartition partition) {
        placed.remove(partition);
        lost.add(partition);
        // Any position will do, and it has to have one.
        log.seek(partition, 0);
        log.pause(List.of(partition));
    }

    void loseAll() {
        List.copyOf(placed.keySet()).forEach(this::lose);
    }

    /** Those that are known go on from the first offset whose badges may be missing. */
    void place(Map<Integer, Generations.Offsets> offsets) {
        for (TopicPartition partition : List.copyOf(lost)) {
            Generations.Offsets at = offsets.get(partition.partition());
            if (at != null) {
                long from = Math.min(at.badged(), at.next());
                log.seek(partition, from);
                log.resume(List.of(partition));
                lost.remove(partition);
                placed.put(partition, new At(at.next(), from));
            }
        }
    }
}
