package dev.tidings.notifications.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Carries a call's trace into the records that it makes, and from there into the view. Where nobody takes traces, which is how
 * it is unless somebody sets {@code quarkus.otel.sdk.disabled=false}, records have no header more and nothing is done. Safe
 * for use by any thread.
 */
@ApplicationScoped
public class Traces {

    /** What a batch of the projection refers to of the calls that made it. */
    private static final int MAX_LINKS = 64;

    private final Tracer tracer;
    private final boolean taken;

    Traces(
            OpenTelemetry telemetry,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "false") boolean disabled) {
        this.tracer = telemetry.getTracer("dev.tidings.notifications");
        this.taken = !disabled;
    }

    /** What is written into the log from now on, as a part of the call that this thread works for. */
    public Sending sending(String topic, int records) {
        if (!taken) {
            return Sending.UNTRACED;
        }
        Span span = tracer.spanBuilder("send " + topic)
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", topic)
                .setAttribute("messaging.batch.message_count", records)
                .startSpan();
        return new Sending(span);
    }

    /** Where a record comes from, if it says so and somebody wants to know. */
    public Optional<SpanContext> origin(Headers headers) {
        return taken ? TraceHeader.read(headers) : Optional.empty();
    }

    /**
     * The work, as a part of the trace that all of it comes from. Where it comes from several it is a trace of its own that refers
     * to them: it is nobody's alone.
     */
    public Uni<Void> projecting(String what, Stream<SpanContext> origins, Uni<Void> work) {
        if (!taken) {
            return work;
        }
        return Uni.createFrom().deferred(() -> {
            List<SpanContext> distinct = origins.distinct().limit(MAX_LINKS).toList();
            if (distinct.isEmpty()) {
                return work;
            }
            Span span = from(distinct, tracer.spanBuilder("project " + what)).startSpan();
            return work.onFailure()
                    .invoke(failure ->
                            span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName()))
                    .onTermination()
                    .invoke(() -> span.end());
        });
    }

    private static SpanBuilder from(List<SpanContext> origins, SpanBuilder builder) {
        builder.setSpanKind(SpanKind.CONSUMER).setAttribute("messaging.system", "kafka");
        if (origins.size() == 1) {
            return builder.setParent(Context.root().with(Span.wrap(origins.getFirst())));
        }
        builder.setNoParent();
        origins.forEach(builder::addLink);
        return builder;
    }
}
