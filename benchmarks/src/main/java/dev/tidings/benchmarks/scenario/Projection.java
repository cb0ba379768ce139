package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.report.Report;
import dev.tidings.benchmarks.rig.LogSource;
import dev.tidings.benchmarks.rig.Server;
import dev.tidings.benchmarks.rig.ServerOptions;
import dev.tidings.benchmarks.rig.StatementLog;
import dev.tidings.benchmarks.rig.View;
import dev.tidings.benchmarks.rig.ViewRig;
import dev.tidings.benchmarks.rig.WrittenRows;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Rows a second that get from the log into the view: by a service that is started on a full log, and by one that has run for
 * a while. The limit: the same rows once more, in the same batches, by a plain client into empty tables with the same indexes.
 * Rows are events and items; those of the badges that come of them are counted too, since the view has to write them.
 */
@Command(name = "projection", description = "Rows a second from the log into the view, against bare inserts of them.")
public final class Projection implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(100);

    @Option(names = "--events", defaultValue = "150000", description = "notifications, twice (${DEFAULT-VALUE})")
    private int events;

    @Option(names = "--users", defaultValue = "1000", description = "who they are for (${DEFAULT-VALUE})")
    private int users;

    @Option(names = "--statements", description = "and says which statements took the database's time")
    private boolean profile;

    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() throws Exception {
        server.shippedWith("deploy/images/notification-service.options");
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("events", events);
        options.put("users", users);
        options.put("service", server.flags());
        Report report = new Report("projection", options);
        try (ViewRig rig = ViewRig.start(server);
                LogSource log = rig.log()) {
            // Makes the tables.
            rig.service().close();
            publish(report, log, 0);
            try (View view = rig.view();
                    Server service = rig.service()) {
                measure(report, "started on a full log", view, service, 0);
                report.say("once more");
                publish(report, log, events);
                measure(report, "warm", view, service, events);
                if (profile) {
                    profile(report, rig, log, view);
                }
            }
            limits(report, rig);
        }
        report.publish(System.out);
        return 0;
    }

    private void publish(Report report, LogSource log, int from) {
        report.say("publishing " + events);
        for (int i = from; i < from + events; i++) {
            log.toUser("user-" + i % users, event(i));
        }
        log.flush();
    }

    private void profile(Report report, ViewRig rig, LogSource log, View view) throws Exception {
        StatementLog statements = rig.statementLog(view);
        publish(report, log, 2 * events);
        view.awaitQuiet(System.nanoTime(), 3L * events, LIMIT);
        statements.end();
        statements.heaviest(20).forEach(report::say);
    }

    /** What the service had before is not of this measurement; nor what it got in while the log was filled. */
    private void measure(Report report, String column, View view, Server service, int before) throws Exception {
        OtherWork others = new OtherWork();
        Duration cpu = service.process().cpu();
        Map<String, Duration> threads = service.process().cpuByThread();
        long began = System.nanoTime();
        long eventsBefore = view.value("select count(*) from event");
        long itemsBefore = view.value("select count(*) from item");
        Duration took = view.awaitQuiet(began, before + events, LIMIT);
        double seconds = Watch.seconds(took);
        long newEvents = view.value("select count(*) from event") - eventsBefore;
        long newItems = view.value("select count(*) from item") - itemsBefore;
        report.put(column, "rows/s", (newEvents + newItems) / seconds);
        report.put(column, "notifications/s", newItems / seconds);
        report.put(column, "rows: events", newEvents);
        report.put(column, "rows: items", newItems);
        report.put(
                column, "cores: service", Watch.seconds(service.process().cpu().minus(cpu)) / seconds);
        Duration compiled = service.process()
                .cpuByThread()
                .getOrDefault("compiler", Duration.ZERO)
                .minus(threads.getOrDefault("compiler", Duration.ZERO));
        report.put(column, "cores: of that its compiler", Watch.seconds(compiled) / seconds);
        others.put(report, column);
    }

    private void limits(Report report, ViewRig rig) throws Exception {
        WrittenRows rows;
        try (Connection database = rig.database()) {
            rows = WrittenRows.after(0, database);
        }
        report.put("warm", "rows a transaction", (double) rows.count() / rows.batches());
        for (int connections : new int[] {1, 4}) {
            String column = "bare, %d connection%s".formatted(connections, connections > 1 ? "s" : "");
            report.say(column);
            report.put(column, "rows/s", rows.writeAgain(rig, connections));
        }
    }

    private static byte[] event(int number) {
        return """
                {"specversion":"1.0","id":"n-%d","source":"/apps/bench","type":"notification.created",\
                "time":"2026-11-01T00:00:00Z","datacontenttype":"application/json","data":{"type":"order.shipped",\
                "category":"category-%d","title":"Order %d shipped","body":"It arrives on Monday.","url":"/orders/17",\
                "group":"order-17","priority":"normal","data":{"order":17}}}""".formatted(number, number % 3, number).getBytes(StandardCharsets.UTF_8);
    }
}
