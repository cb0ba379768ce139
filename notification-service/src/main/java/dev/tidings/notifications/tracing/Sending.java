package dev.tidings.notifications.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;

/** Records on their way into the log. Immutable; ended once, on any thread. */
public final class Sending {

    static final Sending UNTRACED = new Sending(Span.getInvalid());

    private final Span span;

    Sending(Span span) {
        this.span = span;
    }

    /** The headers of each record: those, and which trace it is of. */
    public List<Header> headers(List<Header> headers) {
        SpanContext context = span.getSpanContext();
        return context.isValid()
                ? Stream.concat(headers.stream(), Stream.of(TraceHeader.of(context)))
                        .toList()
                : headers;
    }

    /** The log has them, or the failure, where there is one, is why it hasn't. */
    public void ended(Throwable failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
        }
        span.end();
    }
}
