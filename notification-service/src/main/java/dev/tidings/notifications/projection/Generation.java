package dev.tidings.notifications.projection;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.position.Position;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** A log, by its epoch, and which one it is in the order in which the view came to know them. Immutable. */
public record Generation(int number, Epoch epoch) {

    public long place(long offset) {
        return Place.of(number, offset);
    }

    /** Where a place is in this log: what stands in an older one is before its first record. */
    public long offset(long place) {
        return place < place(0) ? Position.NOTHING : Place.offset(place);
    }

    /** The default partitioner's choice, which every producer to the log agrees with. */
    public int partition(AppChannel channel) {
        byte[] key = channel.key().getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % partitions();
    }

    /** The topic's id, as far as the epoch has it. */
    String topic() {
        return epoch.text().substring(0, epoch.text().lastIndexOf('-'));
    }

    private int partitions() {
        return Integer.parseInt(epoch.text().substring(epoch.text().lastIndexOf('-') + 1));
    }
}
