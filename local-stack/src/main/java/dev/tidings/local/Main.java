package dev.tidings.local;

import dev.tidings.local.cli.Commands;

/** What {@code ./tidings} runs. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // Libraries speak up only where something is broken; what a person is to know, the commands say.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        System.exit(Commands.run(arguments));
    }
}
