package dev.tidings.operations;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;

/**
 * The levels that a file gives to categories, and gives back: what a category had before it was named is in force again once
 * it isn't. Not for use by several threads at once.
 */
final class LogLevels {

    /** What the libraries of HTTP say of a request at DEBUG has its token in it: nobody gets to see that by a level. */
    private static final List<String> OPEN = List.of("dev.tidings", "org.apache.kafka");

    private record Changed(Logger logger, Optional<java.util.logging.Level> before) {}

    /** Holds the loggers too: one that nobody holds would forget its level. */
    private final Map<String, Changed> changed = new TreeMap<>();

    /** What the text says, and nothing of any text before; all of it or, with the exception, none. */
    void set(String text) {
        Map<String, java.util.logging.Level> levels = read(text);
        changed.entrySet().removeIf(entry -> {
            if (levels.containsKey(entry.getKey())) {
                return false;
            }
            entry.getValue().logger().setLevel(entry.getValue().before().orElse(null));
            return true;
        });
        levels.forEach((category, level) ->
                changed.computeIfAbsent(category, LogLevels::known).logger().setLevel(level));
    }

    private static Changed known(String category) {
        Logger logger = Logger.getLogger(category);
        return new Changed(logger, Optional.ofNullable(logger.getLevel()));
    }

    private static Map<String, java.util.logging.Level> read(String text) {
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(text));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        Map<String, java.util.logging.Level> levels = new TreeMap<>();
        for (String category : lines.stringPropertyNames()) {
            if (OPEN.stream().noneMatch(open -> category.equals(open) || category.startsWith(open + "."))) {
                throw new IllegalArgumentException("'" + category + "' is not of " + String.join(" or ", OPEN));
            }
            levels.put(category, Level.parse(lines.getProperty(category).strip()));
        }
        return levels;
    }
}
