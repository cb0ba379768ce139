package dev.tidings.contract.position;

import java.util.regex.Pattern;

/** Names the log that offsets belong to. Under another epoch all earlier offsets are void. Immutable. */
public record Epoch(String text) {

    private static final int LENGTH = 8;
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]{1,22}");

    public Epoch {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("not an epoch");
        }
    }

    /**
     * Of the topic's id as Kafka writes it, of which 48 bits tell two logs of one installation apart, and of the number of its
     * partitions: with another number channels are in other partitions, and their offsets mean something else.
     */
    public static Epoch of(String topicId, int partitions) {
        return new Epoch(topicId.substring(0, Math.min(LENGTH, topicId.length())) + "-" + partitions);
    }

    /** Whether an epoch may be written so. */
    public static boolean isEpoch(String text) {
        return TEXT.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
