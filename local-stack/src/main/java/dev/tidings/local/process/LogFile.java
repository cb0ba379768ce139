package dev.tidings.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, for messages to a person. */
public final class LogFile {

    private static final int LINES = 8;
    /** Enough for the last lines, however large the file. */
    private static final int BYTES = 16 * 1024;

    private LogFile() {}

    /** Where the log is, and its last lines below. */
    public static String reference(Path log) {
        StringBuilder text = new StringBuilder("its log: ").append(log);
        for (String line : lastLines(log)) {
            text.append(System.lineSeparator()).append("  | ").append(line);
        }
        return text.toString();
    }

    static List<String> lastLines(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(BYTES, file.length())];
            file.seek(file.length() - end.length);
            file.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
