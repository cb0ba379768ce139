package dev.tidings.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A CloudEvent of a given size that says which of its channel's events it is, and when it was meant to be published. Both
 * stand at its end in a fixed width, so that thousands of sockets can read them at the cost of a few bytes each.
 * Immutable.
 */
public final class BenchmarkEvent {

    /** Numbers are counted on from here: they always have all their digits, as JSON allows no leading zero. */
    private static final long FIRST_SEQUENCE = 1_000_000_000L;

    private static final long FIRST_MICROS = 1_000_000_000_000L;
    private static final int SEQUENCE_DIGITS = 10;
    private static final int MICROS_DIGITS = 13;

    private static final String BETWEEN = ",\"at\":";
    /** Of the data, of the event. */
    private static final String END = "}}";
    /** And of the message around it. */
    private static final int MESSAGE_END = END.length() + 1;

    private static final String ID = "\"id\":\"";

    private static final Pattern IN_TEXT =
            Pattern.compile("\"type\":\"event\",\"channel\":\"([^\"]+)\".*?\"seq\":(\\d{10}),\"at\":(\\d{13})\\}");

    private final byte[] template;
    private final int idAt;

    /**
     * Events of that size.
     *
     * @param bytes of the whole event; as small as one can be where it is less than that
     */
    public BenchmarkEvent(int bytes) {
        // No two runs have an id in common, not even on one topic.
        String run = Long.toHexString(ThreadLocalRandom.current().nextLong());
        String head = "{\"specversion\":\"1.0\"," + ID + FIRST_SEQUENCE + "-" + run
                + "\",\"source\":\"/benchmarks\",\"type\":\"benchmark.event\",\"data\":{\"pad\":\"";
        String tail = "\",\"seq\":" + FIRST_SEQUENCE + BETWEEN + FIRST_MICROS + END;
        String pad = "x".repeat(Math.max(0, bytes - head.length() - tail.length()));
        this.template = (head + pad + tail).getBytes(StandardCharsets.US_ASCII);
        this.idAt = head.indexOf(ID) + ID.length();
    }

    /**
     * The JSON of one.
     *
     * @param sequence of the event's channel, from 0
     */
    public byte[] encode(long sequence, long atMicros) {
        byte[] event = template.clone();
        int end = event.length - END.length();
        put(event, end, FIRST_MICROS + atMicros);
        put(event, end - MICROS_DIGITS - BETWEEN.length(), FIRST_SEQUENCE + sequence);
        put(event, idAt + SEQUENCE_DIGITS, FIRST_SEQUENCE + sequence);
        return event;
    }

    private static void put(byte[] event, int end, long number) {
        long rest = number;
        for (int i = end - 1; rest > 0; i--) {
            event[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The edge's message around an event: what a server that is held against it sends instead. */
    public static byte[] message(String channel, long offset, byte[] event) {
        byte[] head = ("{\"type\":\"event\",\"channel\":\"" + channel + "\",\"offset\":" + offset + ",\"prev\":"
                        + (offset - 1) + ",\"event\":")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] message = new byte[head.length + event.length + 1];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(event, 0, message, head.length, event.length);
        message[message.length - 1] = '}';
        return message;
    }

    /** What one event said. */
    record Said(String channel, long sequence, long atMicros) {}

    /** All that stand in the text: an answer, or a line of a stream. For readers that may take their time. */
    static Stream<Said> in(String text) {
        return IN_TEXT.matcher(text)
                .results()
                .map(found -> new Said(
                        found.group(1),
                        Long.parseLong(found.group(2)) - FIRST_SEQUENCE,
                        Long.parseLong(found.group(3)) - FIRST_MICROS));
    }

    /** Of the message that ends there. */
    static long sequence(ByteBuf in, int messageEnd) {
        int end = messageEnd - MESSAGE_END - MICROS_DIGITS - BETWEEN.length();
        return number(in, end - SEQUENCE_DIGITS, end) - FIRST_SEQUENCE;
    }

    static long atMicros(ByteBuf in, int messageEnd) {
        int end = messageEnd - MESSAGE_END;
        return number(in, end - MICROS_DIGITS, end) - FIRST_MICROS;
    }

    private static long number(ByteBuf in, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (in.getByte(i) - '0');
        }
        return number;
    }
}
