package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.load.HttpCall;
import dev.tidings.benchmarks.report.Report;
import dev.tidings.benchmarks.rig.MeasuredProcess;
import dev.tidings.benchmarks.rig.PublishRig;
import dev.tidings.benchmarks.rig.ServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Notifications a second through HTTP, one a call and in batches, against Kafka's own producer test on the same broker with
 * the same settings. Before and after, so that a machine that changes meanwhile shows.
 */
@Command(
        name = "publish",
        description = "Publishes a second, one a call and in batches, against Kafka's producer test.")
public final class Publish implements Callable<Integer> {

    /** As notification-service sets its producer. */
    private static final List<String> SETTINGS = List.of(
            "acks=all", "enable.idempotence=true", "linger.ms=2", "batch.size=131072", "buffer.memory=33554432");

    @Option(names = "--seconds", defaultValue = "10", description = "of each measurement (${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "seconds of batches before: the JIT takes that long (${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--records", defaultValue = "1000000", description = "of the producer test (${DEFAULT-VALUE})")
    private long records;

    @Option(names = "--batch", defaultValue = "1000", description = "notifications a batch (${DEFAULT-VALUE})")
    private int batch;

    @Option(names = "--connections", defaultValue = "64", description = "for single ones (${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--batch-connections", defaultValue = "4", description = "for batches (${DEFAULT-VALUE})")
    private int batchConnections;

    @Option(names = "--record-bytes", defaultValue = "420", description = "of the producer test (${DEFAULT-VALUE})")
    private int recordBytes;

    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        server.shippedWith("deploy/images/notification-service.options");
        // Publishing alone: what keeps the view is another instance's work.
        server.preset("tidings.projection.enabled=false");
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("seconds", seconds);
        options.put("warm-up", warmUp);
        options.put("batch", batch);
        options.put("connections", connections + " single, " + batchConnections + " batch");
        options.put("producer test", records + " records of " + recordBytes + " bytes, " + String.join(" ", SETTINGS));
        options.put("service", server.flags());
        Report report = new Report("publish", options);
        try (PublishRig rig = PublishRig.start(server)) {
            report.say("warming up");
            rig.producerTest(records / 4, recordBytes, SETTINGS);
            measure(rig, "/v1/notifications:batch", batch(""), batchConnections, batch, warmUp);
            double before = rig.producerTest(records, recordBytes, SETTINGS);
            report.put("Kafka's producer test", "records/s", before);
            report.say("batches");
            put(
                    report,
                    "batches",
                    before,
                    measure(rig, "/v1/notifications:batch", batch(""), batchConnections, batch, seconds));
            String muteable = "\"category\":\"orders\",";
            report.say("batches with a category");
            put(
                    report,
                    "batches, a category",
                    before,
                    measure(rig, "/v1/notifications:batch", batch(muteable), batchConnections, batch, seconds));
            report.say("one a call");
            measure(rig, "/v1/notifications", one(0, ""), connections, 1, seconds);
            put(report, "one a call", before, measure(rig, "/v1/notifications", one(0, ""), connections, 1, seconds));
            report.put("Kafka's, afterwards", "records/s", rig.producerTest(records, recordBytes, SETTINGS));
        }
        report.publish(System.out);
        return 0;
    }

    private record Outcome(
            long calls,
            int each,
            Duration took,
            Histogram micros,
            Duration serviceCpu,
            Duration kafkaCpu,
            Duration ownCpu) {

        double perSecond() {
            return calls * each / (took.toNanos() / 1e9);
        }

        double cores(Duration cpu) {
            return cpu.toNanos() / (double) took.toNanos();
        }
    }

    private static void put(Report report, String column, double limit, Outcome outcome) {
        report.put(column, "records/s", outcome.perSecond());
        report.put(column, "of Kafka's, %", outcome.perSecond() / limit * 100);
        report.put(column, "calls/s", outcome.perSecond() / outcome.each());
        report.put(column, "p50 of a call, ms", outcome.micros().getValueAtPercentile(50) / 1e3);
        report.put(column, "p99 of a call, ms", outcome.micros().getValueAtPercentile(99) / 1e3);
        report.put(column, "cores: service", outcome.cores(outcome.serviceCpu()));
        report.put(column, "cores: Kafka", outcome.cores(outcome.kafkaCpu()));
        report.put(column, "cores: the load itself", outcome.cores(outcome.ownCpu()));
    }

    private Outcome measure(PublishRig rig, String path, byte[] body, int parallel, int each, int lasting)
            throws IOException, InterruptedException, ExecutionException {
        MeasuredProcess service = rig.service().process();
        Duration serviceCpu = service.cpu();
        Duration kafkaCpu = rig.kafkaProcess().cpu();
        Duration ownCpu = MeasuredProcess.self().cpu();
        long begin = System.nanoTime();
        long end = begin + Duration.ofSeconds(lasting).toNanos();
        Histogram all = new Histogram(3);
        try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
            List<Future<Histogram>> senders = new ArrayList<>();
            String token = rig.serviceToken();
            for (int i = 0; i < parallel; i++) {
                senders.add(threads.submit(() -> send(rig, path, token, body, each == 1 ? 202 : 200, end)));
            }
            for (Future<Histogram> sender : senders) {
                all.add(sender.get());
            }
        }
        return new Outcome(
                all.getTotalCount(),
                each,
                Duration.ofNanos(System.nanoTime() - begin),
                all,
                service.cpu().minus(serviceCpu),
                rig.kafkaProcess().cpu().minus(kafkaCpu),
                MeasuredProcess.self().cpu().minus(ownCpu));
    }

    private static Histogram send(PublishRig rig, String path, String token, byte[] body, int expected, long end)
            throws IOException {
        Histogram micros = new Histogram(3);
        try (HttpCall post = HttpCall.post(rig.service().address(), path, token, body)) {
            while (System.nanoTime() - end < 0) {
                long sent = System.nanoTime();
                int status = post.send();
                if (status != expected) {
                    throw new IllegalStateException("answered with " + status);
                }
                micros.recordValue((System.nanoTime() - sent) / 1_000);
            }
        }
        return micros;
    }

    /** Each to another user, so that they are spread over the partitions. */
    private byte[] batch(String more) {
        return IntStream.range(0, batch)
                .mapToObj(i -> new String(one(i, more), StandardCharsets.UTF_8))
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] one(int user, String more) {
        return """
                {"to":{"users":["user-%04d"]},"type":"order.shipped",%s"title":"Order 17 shipped","body":"It arrives on Monday.",\
                "url":"/orders/17","group":"order-17","data":{"order":17}}""".formatted(user, more).getBytes(StandardCharsets.UTF_8);
    }
}
