package dev.tidings.notifications.tracing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** As much of a span as a test looks at, out of OTLP's Protocol Buffers. Ids are in hex, as in a header. */
record OtlpSpan(String trace, String id, String parent, String name, List<String> links) {

    /** {@code ExportTraceServiceRequest.resource_spans[].scope_spans[].spans[]}. */
    static List<OtlpSpan> read(byte[] request) {
        return fields(ByteBuffer.wrap(request), 1).stream()
                .flatMap(resource -> fields(resource, 2).stream())
                .flatMap(scope -> fields(scope, 2).stream())
                .map(OtlpSpan::span)
                .toList();
    }

    private static OtlpSpan span(ByteBuffer span) {
        return new OtlpSpan(
                hex(first(span, 1)),
                hex(first(span, 2)),
                hex(first(span, 4)),
                StandardCharsets.UTF_8.decode(first(span, 5)).toString(),
                fields(span, 13).stream().map(link -> hex(first(link, 1))).toList());
    }

    private static ByteBuffer first(ByteBuffer message, int number) {
        List<ByteBuffer> found = fields(message, number);
        return found.isEmpty() ? ByteBuffer.allocate(0) : found.getFirst();
    }

    /** The fields of that number that have a length: messages, texts and bytes. */
    private static List<ByteBuffer> fields(ByteBuffer message, int number) {
        ByteBuffer rest = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<ByteBuffer> found = new ArrayList<>();
        while (rest.hasRemaining()) {
            long tag = varint(rest);
            switch ((int) (tag & 7)) {
                case 0 -> varint(rest);
                case 1 -> rest.getLong();
                case 5 -> rest.getInt();
                case 2 -> {
                    int length = (int) varint(rest);
                    if (tag >>> 3 == number) {
                        found.add(rest.slice(rest.position(), length));
                    }
                    rest.position(rest.position() + length);
                }
                default -> throw new IllegalArgumentException("no wire type: " + tag);
            }
        }
        return found;
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = from.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
