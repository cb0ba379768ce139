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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A user's feed and counters by the number of entries, one call after another on one connection. The limit is the page's rows
 * by a plain client: by index, and nothing else.
 */
@Command(name = "feed", description = "A feed's page and counters, by the number of its entries.")
public final class Feed implements Callable<Integer> {

    private static final String BARE = """
            select i.*, e.record from (
              select * from item where channel = ? and not archived order by place desc limit 21) i
            join event e on e.channel = i.channel and e.place = i.place and e.created_at = i.created_at
            """;

    @Option(names = "--entries", split = ",", defaultValue = "1,10000,1000000", description = "(${DEFAULT-VALUE})")
    private List<Integer> entries;

    @Option(names = "--seconds", defaultValue = "2", description = "of each measurement and turn (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--turns", defaultValue = "2", description = "of all of them (${DEFAULT-VALUE})")
    private int turns;

    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() throws Exception {
        server.shippedWith("deploy/images/notification-service.options");
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("seconds", seconds + " x " + turns);
        options.put("weeks", View.WEEKS);
        options.put("service", server.flags());
        Report report = new Report("feed", options);
        try (ViewRig rig = ViewRig.start(server);
                Server service = rig.service();
                View view = rig.view()) {
            int most = Collections.max(entries);
            rig.reach(user(most), most);
            Map<Integer, Long> keys = new HashMap<>();
            for (int n : entries) {
                report.say("filling a feed of " + n);
                keys.put(n, view.fill(user(n), n));
            }
            view.settle();
            report.say("warming up");
            for (int n : entries) {
                measure(rig, service, n, keys.get(n));
            }
            for (int n : entries) {
                report.say("measuring " + n);
                turns(report, rig, service, "%,d".formatted(n), n, keys.get(n));
            }
            ViewRig.expect(200, rig.post(service, "/v1/feed/read", user(most), "{}"));
            report.say("measuring " + most + ", all read");
            turns(report, rig, service, "%,d, all read".formatted(most), most, keys.get(most));
        }
        report.publish(System.out);
        return 0;
    }

    /** All in one partition, so that the log has to be filled once. */
    private static String user(int entries) {
        return ViewRig.inOnePartition("reader-" + entries);
    }

    private void turns(Report report, ViewRig rig, Server service, String column, int n, long key) throws Exception {
        OtherWork others = new OtherWork();
        Map<String, Histogram> all = new LinkedHashMap<>();
        for (int turn = 0; turn < turns; turn++) {
            measure(rig, service, n, key).forEach((what, micros) -> all.merge(what, micros, Feed::sum));
        }
        all.forEach((what, micros) -> Timed.put(report, column, what, micros));
        inTheDatabase(report, rig, service, column, n);
        others.put(report, column);
    }

    /** What of a page is the database's, by its own clock: a pass of its own, as saying so takes time too. */
    private void inTheDatabase(Report report, ViewRig rig, Server service, String column, int n) throws Exception {
        try (View view = rig.view();
                HttpCall get = HttpCall.get(service.address(), "/v1/feed", rig.token(user(n)))) {
            StatementLog statements = rig.statementLog(view);
            Histogram calls = Timed.micros(Duration.ofSeconds(1), () -> ViewRig.expect(200, get));
            statements.end();
            report.put(column, "/v1/feed: planned, ms a call", statements.planningMillis() / calls.getTotalCount());
            report.put(column, "/v1/feed: executed, ms a call", statements.executingMillis() / calls.getTotalCount());
        }
    }

    private static Histogram sum(Histogram one, Histogram other) {
        one.add(other);
        return one;
    }

    private Map<String, Histogram> measure(ViewRig rig, Server service, int n, long key) throws Exception {
        Map<String, Histogram> figures = new LinkedHashMap<>();
        for (String path : List.of("/v1/feed", "/v1/feed?status=unread", "/v1/feed/counters")) {
            try (HttpCall get = HttpCall.get(service.address(), path, rig.token(user(n)))) {
                figures.put(path, Timed.micros(Duration.ofSeconds(seconds), () -> ViewRig.expect(200, get)));
            }
        }
        try (Connection database = rig.database();
                PreparedStatement page = database.prepareStatement(BARE)) {
            page.setLong(1, key);
            figures.put("the page's rows, bare", Timed.micros(Duration.ofSeconds(seconds), () -> rows(page)));
        }
        return figures;
    }

    private static void rows(PreparedStatement page) throws SQLException {
        try (ResultSet rows = page.executeQuery()) {
            while (rows.next()) {
                rows.getBytes("record");
            }
        }
    }
}
