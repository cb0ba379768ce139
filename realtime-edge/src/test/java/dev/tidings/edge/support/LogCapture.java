package dev.tidings.edge.support;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What goes wrong while it is open, as the log has it: every error, and of our own code every warning too. */
public final class LogCapture extends Handler implements AutoCloseable {

    private static final String OURS = "dev.tidings";

    private final List<String> faults = new ArrayList<>();

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

    @Override
    public synchronized void publish(LogRecord record) {
        int level = record.getLevel().intValue();
        boolean ours = String.valueOf(record.getLoggerName()).startsWith(OURS);
        if (level >= Level.ERROR.intValue() || (ours && level >= Level.WARN.intValue())) {
            faults.add(getFormatter().format(record));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
