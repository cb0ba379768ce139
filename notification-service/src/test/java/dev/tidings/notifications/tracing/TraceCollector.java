package dev.tidings.notifications.tracing;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes traces as a collector does, by OTLP over HTTP, and holds the spans. */
public final class TraceCollector implements QuarkusTestResourceLifecycleManager {

    private static final CopyOnWriteArrayList<OtlpSpan> SPANS = new CopyOnWriteArrayList<>();

    private HttpServer server;

    static List<OtlpSpan> of(String trace) {
        return SPANS.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    static List<OtlpSpan> linkedTo(String trace) {
        return SPANS.stream().filter(span -> span.links().contains(trace)).toList();
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", exchange -> {
            SPANS.addAll(OtlpSpan.read(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return Map.of(
                "quarkus.otel.sdk.disabled", "false",
                "quarkus.otel.exporter.otlp.protocol", "http/protobuf",
                "quarkus.otel.exporter.otlp.compression", "none",
                "quarkus.otel.bsp.schedule.delay", "100ms",
                "quarkus.otel.exporter.otlp.endpoint",
                        "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
