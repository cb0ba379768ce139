package dev.tidings.benchmarks.scenario;

import dev.tidings.benchmarks.load.HttpCall;
import dev.tidings.benchmarks.report.Report;
import dev.tidings.benchmarks.rig.Server;
import dev.tidings.benchmarks.rig.ServerOptions;
import dev.tidings.benchmarks.rig.View;
import dev.tidings.benchmarks.rig.ViewRig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes to everyone: until the log has it, until the feeds of some users show it, and how many rows were written for it. */
@Command(name = "broadcast", description = "A broadcast, by the number of users: until feeds show it; rows written.")
public final class Broadcast implements Callable<Integer> {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final int LIMIT_SECONDS = 30;

    /** A process of the database says what it wrote no later than that. */
    private static final int COUNTED_SECONDS = 12;

    @Option(names = "--users", split = ",", defaultValue = "1000,1000000", description = "(${DEFAULT-VALUE})")
    private List<Integer> users;

    @Option(names = "--broadcasts", defaultValue = "50", description = "of each number (${DEFAULT-VALUE})")
    private int broadcasts;

    @Option(names = "--sample", defaultValue = "20", description = "users whose feeds are read (${DEFAULT-VALUE})")
    private int sample;

    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() throws Exception {
        server.shippedWith("deploy/images/notification-service.options");
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("broadcasts", broadcasts);
        options.put("sample", sample);
        options.put("service", server.flags());
        Report report = new Report("broadcast", options);
        try (ViewRig rig = ViewRig.start(server);
                Server service = rig.service();
                View view = rig.view()) {
            int there = 0;
            measure(report, rig, service, view, null, 1);
            for (int n : users) {
                report.say("making %d users".formatted(n));
                view.update("""
                        insert into feed_channel (app, name) select 'bench', 'user:user-' || i from generate_series(?, ?) as i
                        on conflict do nothing""", there, n - 1);
                there = n;
                view.settle();
                report.say("measuring");
                measure(report, rig, service, view, "%,d users".formatted(n), n);
            }
        }
        report.publish(System.out);
        return 0;
    }

    /** One without a name warms up. */
    private void measure(Report report, ViewRig rig, Server service, View view, String column, int n) throws Exception {
        OtherWork others = new OtherWork();
        long inserted = written(view, "n_tup_ins");
        long updated = written(view, "n_tup_upd");
        Histogram accepted = new Histogram(3);
        Histogram first = new Histogram(3);
        Histogram all = new Histogram(3);
        List<HttpCall> feeds = new ArrayList<>();
        for (int i = 0; i < sample; i++) {
            String user = "user-" + (long) i * n / sample;
            feeds.add(HttpCall.get(service.address(), "/v1/feed?limit=1", rig.token(user)));
        }
        byte[] body = "{\"to\":{\"everyone\":true},\"title\":\"Tonight\"}".getBytes(StandardCharsets.UTF_8);
        try (HttpCall publish = HttpCall.post(service.address(), "/v1/notifications", rig.serviceToken(), body)) {
            for (int i = 0; i < broadcasts; i++) {
                long began = System.nanoTime();
                ViewRig.expect(202, publish);
                accepted.recordValue(micros(began));
                String id = id(publish);
                awaitShown(feeds.getFirst(), id);
                first.recordValue(micros(began));
                for (HttpCall feed : feeds) {
                    awaitShown(feed, id);
                }
                all.recordValue(micros(began));
            }
        }
        for (HttpCall feed : feeds) {
            feed.close();
        }
        if (column == null) {
            return;
        }
        Timed.put(report, column, "accepted", accepted);
        Timed.put(report, column, "in a feed", first);
        Timed.put(report, column, "in all %d feeds, read in turn".formatted(sample), all);
        others.put(report, column);
        TimeUnit.SECONDS.sleep(COUNTED_SECONDS);
        report.put(column, "rows inserted, a broadcast", (double) (written(view, "n_tup_ins") - inserted) / broadcasts);
        report.put(column, "rows updated, a broadcast", (double) (written(view, "n_tup_upd") - updated) / broadcasts);
    }

    private static long written(View view, String what) throws SQLException {
        return view.value("select sum(" + what + ")::bigint from pg_stat_user_tables");
    }

    private static void awaitShown(HttpCall feed, String id) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        do {
            ViewRig.expect(200, feed);
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("no feed shows it");
            }
        } while (!id(feed).equals(id));
    }

    /** The first that there is; an empty feed has none. */
    private static String id(HttpCall call) {
        Matcher matcher = ID.matcher(call.answer());
        return matcher.find() ? matcher.group(1) : "";
    }

    private static long micros(long began) {
        return (System.nanoTime() - began) / 1_000;
    }
}
