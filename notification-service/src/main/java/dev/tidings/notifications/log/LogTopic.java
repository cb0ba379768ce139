package dev.tidings.notifications.log;

import jakarta.enterprise.context.ApplicationScoped;

/** What the log's topic is called. */
@ApplicationScoped
public class LogTopic {

    private final LogConfig config;

    LogTopic(LogConfig config) {
        this.config = config;
    }

    public String name() {
        return config.topic();
    }
}
