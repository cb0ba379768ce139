package dev.tidings.edge.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What comes over a WebSocket from whoever doesn't keep to RFC 6455, or keeps to it with an ill will. */
final class HostileFrames {

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;

    private final Random random;
    private final HostileMessages messages;

    HostileFrames(Random random) {
        this.random = random;
        this.messages = new HostileMessages(random);
    }

    /** Some frames, as they go over the wire. */
    byte[] next() {
        byte[] text = messages.next().getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> frame(FINAL | TEXT, text);
            case 3 -> fragmented(text);
            case 4 -> frame(FINAL | (1 + random.nextInt(7)) << 4 | TEXT, text);
            case 5 -> unmasked(FINAL | TEXT, text);
            case 6 -> frame(FINAL | TEXT, invalidUtf8());
            case 7 -> frame(FINAL | CONTINUATION, text);
            case 8 -> frame(FINAL | 3 + random.nextInt(5), text);
            case 9 -> frame(FINAL | PING, random(random.nextInt(300)));
            case 10 -> frame(PING, random(4));
            case 11 -> repeated(frame(FINAL | (random.nextBoolean() ? PING : PONG), random(random.nextInt(126))));
            case 12 -> frame(FINAL | CLOSE, random(random.nextInt(130)));
            case 13 -> announced(random.nextBoolean() ? Long.MAX_VALUE : random.nextLong());
            case 14 -> frame(FINAL | TEXT, random(16_000 + random.nextInt(2_000)));
            default -> random(1 + random.nextInt(200));
        };
    }

    private byte[] fragmented(byte[] text) {
        int at = random.nextInt(text.length + 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(frame(TEXT, java.util.Arrays.copyOf(text, at)));
        if (random.nextBoolean()) {
            out.writeBytes(frame(FINAL | PING, random(3)));
        }
        // Sometimes it never ends, and sometimes another begins before it has.
        int last = random.nextInt(4) == 0 ? CONTINUATION : FINAL | CONTINUATION;
        out.writeBytes(frame(
                random.nextInt(4) == 0 ? FINAL | TEXT : last, java.util.Arrays.copyOfRange(text, at, text.length)));
        return out.toByteArray();
    }

    private byte[] invalidUtf8() {
        byte[] text = "{\"type\":\"pong\",\"x\":\"aaaa\"}".getBytes(StandardCharsets.US_ASCII);
        byte[][] wrong = {
            {(byte) 0xC3}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {(byte) 0xFF}, {(byte) 0xC0, (byte) 0x80}
        };
        byte[] bytes = wrong[random.nextInt(wrong.length)];
        System.arraycopy(bytes, 0, text, text.length - 6, bytes.length);
        return text;
    }

    private byte[] repeated(byte[] frame) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = random.nextInt(500); i >= 0; i--) {
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }

    /** More than ever comes. */
    private static byte[] announced(long length) {
        return ByteBuffer.allocate(16)
                .put((byte) (FINAL | TEXT))
                .put((byte) (MASKED | 127))
                .putLong(length)
                .array();
    }

    private byte[] unmasked(int first, byte[] payload) {
        byte[] frame = frame(first, payload);
        frame[1] &= 0x7F;
        return frame;
    }

    private byte[] frame(int first, byte[] payload) {
        byte[] mask = random(4);
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        }
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i % mask.length]));
        }
        return java.util.Arrays.copyOf(frame.array(), frame.position());
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
