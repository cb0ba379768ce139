package dev.tidings.notifications.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/** {@code traceparent} of a record, by W3C's Trace Context: {@code 00-<trace>-<span>-<flags>}. Whatever else it is, is none. */
final class TraceHeader {

    private static final String NAME = "traceparent";
    private static final int LENGTH = 55;
    private static final Pattern FORM = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    private TraceHeader() {}

    static Header of(SpanContext context) {
        String text = "00-%s-%s-%s"
                .formatted(
                        context.getTraceId(),
                        context.getSpanId(),
                        context.getTraceFlags().asHex());
        return new RecordHeader(NAME, text.getBytes(StandardCharsets.US_ASCII));
    }

    static Optional<SpanContext> read(Headers headers) {
        Header header = headers.lastHeader(NAME);
        if (header == null || header.value() == null || header.value().length != LENGTH) {
            return Optional.empty();
        }
        Matcher parts = FORM.matcher(new String(header.value(), StandardCharsets.US_ASCII));
        if (!parts.matches()) {
            return Optional.empty();
        }
        SpanContext context = SpanContext.createFromRemoteParent(
                parts.group(1), parts.group(2), TraceFlags.fromHex(parts.group(3), 0), TraceState.getDefault());
        return context.isValid() ? Optional.of(context) : Optional.empty();
    }
}
