package dev.tidings.benchmarks.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the system says of a process, and its Java of its heap. Linux only. */
public record MeasuredProcess(long pid) {

    private static final int MOST_SECONDS_OF_JCMD = 60;
    private static final int TICKS_A_SECOND = 100;

    public static MeasuredProcess self() {
        return new MeasuredProcess(ProcessHandle.current().pid());
    }

    public long residentBytes() {
        return status("VmRSS:") * 1024;
    }

    public long threads() {
        return status("Threads:");
    }

    /** Open files, sockets among them. */
    public long descriptors() {
        try (Stream<Path> open = Files.list(proc().resolve("fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long status(String name) {
        return read(proc().resolve("status"))
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    public Duration cpu() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow();
    }

    /** Of the threads that live: by the beginning of their names, which is all that the system keeps. */
    public Map<String, Duration> cpuByThread() {
        Map<String, Duration> byName = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(proc().resolve("task"))) {
            tasks.forEach(task -> {
                String stat = read(task.resolve("stat"));
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
                byName.merge(kind(name), Duration.ofMillis(ticks * 1_000 / TICKS_A_SECOND), Duration::plus);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return byName;
    }

    private static String kind(String thread) {
        if (thread.startsWith("vert.x-eventloo") || thread.startsWith("nioEventLoop")) {
            return "event loops";
        } else if (thread.startsWith("log-reader")) {
            return "log reader";
        } else if (thread.startsWith("catch-up")) {
            return "catch-up";
        } else if (thread.startsWith("G1 ") || thread.startsWith("GC ") || thread.startsWith("VM ")) {
            return "collector";
        } else if (thread.startsWith("C1 ") || thread.startsWith("C2 ")) {
            return "compiler";
        }
        return "others";
    }

    /** Of this process and all that it started and that live. */
    public static Duration cpuOfOurs() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants())
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Processor time of the whole machine, all its processes. */
    public static Duration cpuOfMachine() {
        String[] fields =
                read(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +", -1);
        // user nice system idle iowait irq softirq
        long ticks = Stream.of(1, 2, 3, 6, 7)
                .mapToLong(field -> Long.parseLong(fields[field]))
                .sum();
        return Duration.ofMillis(ticks * 1_000 / TICKS_A_SECOND);
    }

    /** Collects its garbage, twice: what a first round makes free in native memory goes with the second. */
    public void collectGarbage() {
        jcmd("GC.run");
        jcmd("GC.run");
    }

    /** Live objects: by class, how many bytes. Collects the garbage first. */
    public Map<String, Long> liveBytesByClass() {
        Map<String, Long> bytes = new TreeMap<>();
        jcmd("GC.class_histogram").lines().map(String::strip).forEach(line -> {
            String[] fields = line.split("\\s+", -1);
            if (fields.length >= 4 && fields[0].endsWith(":")) {
                bytes.merge(fields[3], Long.parseLong(fields[2]), Long::sum);
            }
        });
        return bytes;
    }

    public String jcmd(String... command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            ProcessBuilder builder = new ProcessBuilder(jcmd.toString(), Long.toString(pid));
            builder.command().addAll(java.util.List.of(command));
            Process process = builder.redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(MOST_SECONDS_OF_JCMD, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("jcmd " + String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Path proc() {
        return Path.of("/proc", Long.toString(pid));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
