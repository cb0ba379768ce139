package dev.tidings.edge.support;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What is logged while it is open; and of that what goes wrong: every error, and of our own code every warning too. */
public final class LogCapture extends Handler implements AutoCloseable {

    private static final String OURS = "dev.tidings";

    private final List<String> faults = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private LogCapture() {
        setFormatter(new PatternFormatter("%p %c: %s%e"));
    }

    public static LogCapture start() {
        LogCapture capture = new LogCapture();
        Logger.getLogger("").addHandler(capture);
        return capture;
    }

    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    public synchronized String text() {
        return text.toString();
    }

    @Override
    public synchronized void publish(LogRecord record) {
        String line = getFormatter().format(record);
        text.append(line).append('\n');
        int level = record.getLevel().intValue();
        boolean ours = String.valueOf(record.getLoggerName()).startsWith(OURS);
        if (level >= Level.ERROR.intValue() || (ours && level >= Level.WARN.intValue())) {
            faults.add(line);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
