package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.load.HttpCall;
import dev.tidings.benchmarks.report.Report;
import dev.tidings.benchmarks.rig.Server;
import dev.tidings.benchmarks.rig.ServerOptions;
import dev.tidings.benchmarks.rig.StatementLog;
import dev.tidings.benchmarks.rig.View;
import dev.tidings.benchmarks.rig.ViewRig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Marks all of a feed read, which is all unread each time: the call, until its sender reads what it wrote, and the statements
 * alone, by PostgreSQL's own clock. Also up to a position that some are newer than. The limit is one update of the same
 * counters by a plain client.
 */
@Command(name = "read-all", description = "Marking a feed read, all of it and up to a position in it.")
public final class ReadAll implements Callable<Integer> {

    private static final String BARE =
            "update counter set unread = 0, unseen = 0, read_up_to = last_place, seen_up_to = last_place where channel = ?";

    @Option(names = "--entries", defaultValue = "1000000", description = "all unread (${DEFAULT-VALUE})")
    private int entries;

    @Option(
            names = "--newer",
            split = ",",
            defaultValue = "100,10000,500000",
            description = "than the position, where it is not all (${DEFAULT-VALUE})")
    private List<Integer> newer;

    @Option(names = "--seconds", defaultValue = "8", description = "of each measurement (${DEFAULT-VALUE})")
    private int seconds;

    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() throws Exception {
        server.shippedWith("deploy/images/notification-service.options");
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("entries", entries);
        options.put("seconds", seconds);
        options.put("weeks", View.WEEKS);
        options.put("service", server.flags());
        Report report = new Report("read-all", options);
        String user = ViewRig.inOnePartition("reader");
        try (ViewRig rig = ViewRig.start(server);
                Server service = rig.service();
                View view = rig.view()) {
            rig.reach(user, entries);
            report.say("filling a feed of " + entries);
            long key = view.fill(user, entries);
            view.remember(key);
            view.settle();
            report.say("warming up");
            try (HttpCall all = rig.post(service, "/v1/feed/read", user, "{}")) {
                Timed.micros(Duration.ofSeconds(seconds), () -> view.unread(key), () -> ViewRig.expect(200, all));
            }
            report.say("all");
            measure(report, rig, service, view, key, "all", "{}");
            for (int n : newer) {
                report.say("all but " + n);
                String body = "{\"upTo\":\"%s;user:%s~%d\"}".formatted(view.epoch(), user, entries - n);
                measure(report, rig, service, view, key, "all but %,d".formatted(n), body);
            }
            try (Connection database = rig.database();
                    PreparedStatement bare = database.prepareStatement(BARE)) {
                bare.setLong(1, key);
                Timed.put(
                        report,
                        "the counters, bare",
                        "the call",
                        Timed.micros(Duration.ofSeconds(seconds), () -> view.unread(key), bare::execute));
            }
        }
        report.publish(System.out);
        return 0;
    }

    private void measure(Report report, ViewRig rig, Server service, View view, long key, String column, String body)
            throws Exception {
        OtherWork others = new OtherWork();
        StatementLog statements = rig.statementLog(view);
        try (HttpCall read = rig.post(service, "/v1/feed/read", ViewRig.inOnePartition("reader"), body)) {
            Histogram calls =
                    Timed.micros(Duration.ofSeconds(seconds), () -> view.unread(key), () -> ViewRig.expect(200, read));
            report.put(column, "calls", calls.getTotalCount());
            Timed.put(report, column, "the call", calls);
        }
        statements.end();
        Timed.put(report, column, "read, the statement", statements.of(text -> text.contains("fallen as (")));
        Timed.put(report, column, "seen, the statement", statements.of(text -> text.contains("seen_up_to = w.up_to")));
        Timed.put(report, column, "each commit", statements.of(text -> text.equals("COMMIT")));
        others.put(report, column);
    }
}
