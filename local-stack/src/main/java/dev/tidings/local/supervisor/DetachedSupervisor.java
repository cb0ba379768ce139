package dev.tidings.local.supervisor;

import dev.tidings.local.process.JavaCommand;
import dev.tidings.local.process.OwnSession;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code up --detach}: a supervisor in a session of its own, whose words are passed on until it is up or has failed. */
public final class DetachedSupervisor {

    private static final int HEAP_MEGABYTES = 256;
    private static final int POLL_MILLIS = 50;

    private DetachedSupervisor() {}

    /** Returns the exit code: 0 when it is up, its own where it ended. */
    public static int start(StackLayout layout, UpOptions options, PrintStream out)
            throws IOException, InterruptedException {
        Preflight.check(layout);
        // Before its log is touched: it may be another's, who runs.
        try (StackLock _ = StackLock.tryAcquire(layout.lock()).orElseThrow(() -> Supervisor.runsAlready(layout))) {
            Files.createDirectories(layout.logs());
            Files.deleteIfExists(layout.ownLog());
        }
        Process supervisor = new ProcessBuilder(command(options))
                .redirectInput(OwnSession.NO_INPUT)
                .redirectErrorStream(true)
                .redirectOutput(layout.ownLog().toFile())
                .start();
        return follow(supervisor, layout, out);
    }

    private static List<String> command(UpOptions options) {
        List<String> command = new ArrayList<>(OwnSession.prefix());
        command.addAll(JavaCommand.light(HEAP_MEGABYTES));
        command.addAll(List.of(
                "-Dtidings.root=" + System.getProperty("tidings.root"),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.tidings.local.Main",
                "up",
                "--port=" + options.port(),
                "--edges=" + options.edges()));
        if (options.fresh()) {
            command.add("--fresh");
        }
        return command;
    }

    private static int follow(Process supervisor, StackLayout layout, PrintStream out)
            throws IOException, InterruptedException {
        Reader log = new Reader(layout.ownLog());
        while (true) {
            // Asked first: what it said before its end is then in the log.
            boolean ended = supervisor.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            for (String line : log.newLines()) {
                out.println(line);
                if (line.startsWith(Supervisor.UP)) {
                    return 0;
                }
            }
            if (ended) {
                return supervisor.exitValue();
            }
        }
    }

    /** Whole lines, as a file grows. */
    private static final class Reader {

        private final Path file;
        private long read;

        Reader(Path file) {
            this.file = file;
        }

        List<String> newLines() throws IOException {
            try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
                byte[] added = new byte[(int) (access.length() - read)];
                access.seek(read);
                access.readFully(added);
                String text = new String(added, StandardCharsets.UTF_8);
                String whole = text.substring(0, text.lastIndexOf('\n') + 1);
                read += whole.getBytes(StandardCharsets.UTF_8).length;
                return whole.lines().toList();
            }
        }
    }
}
