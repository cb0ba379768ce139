package dev.tidings.e2e.drill;

import dev.tidings.e2e.load.Api;
import dev.tidings.e2e.load.Exactness;
import dev.tidings.e2e.load.Exactness.Verdict;
import dev.tidings.e2e.load.Load;
import dev.tidings.local.process.OwnedFiles;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/** One drill from the beginning to its report: a system of its own, load, what is done to it, and what became of it. */
final class Drilling {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int WITHOUT_KEY = 2;

    private Drilling() {}

    /** Makes the directory anew; the system's logs stay there. */
    static Report run(Drill drill, Path directory, Duration time, long seed, PrintStream out) throws Exception {
        OwnedFiles.deleteTree(directory);
        Files.createDirectories(directory);
        Ground ground = new Ground(drill, directory, new Random(seed), time, out);
        Thread ending = new Thread(ground::leave, "drill-ends");
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            Map<String, String> settings = drill.prepare(ground);
            out.println("Starting the system in " + directory);
            ground.up(settings);
            return underLoad(drill, ground, seed, out);
        } finally {
            ground.leave();
            Runtime.getRuntime().removeShutdownHook(ending);
        }
    }

    private static Report underLoad(Drill drill, Ground ground, long seed, PrintStream out) throws Exception {
        try (Api api = new Api(ground.url(), PATIENCE);
                Load load = new Load(api);
                Probe probe = new Probe(ground.url())) {
            load.start(ground.random(), WITHOUT_KEY);
            ground.begin(load, probe);
            out.printf("%s: %s%n", drill.name(), drill.what());
            Verdict verdict = verdict(drill, ground, load, out);
            return new Report(drill, seed, ground.took(), ground.faults(), ground.notes(), load, verdict);
        }
    }

    private static Verdict verdict(Drill drill, Ground ground, Load load, PrintStream out) throws Exception {
        try {
            drill.run(ground);
            load.end();
            ground.end();
            out.println("Checking");
            return Exactness.of(load);
        } catch (AssertionError e) {
            return Verdict.failed(e.getMessage());
        }
    }
}
