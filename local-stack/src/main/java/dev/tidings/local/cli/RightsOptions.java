package dev.tidings.local.cli;

import dev.tidings.client.backend.UserRights;
import java.util.List;
import picocli.CommandLine.Option;

/** What a user's token allows, as options of a command. */
final class RightsOptions {

    @Option(
            names = "--channels",
            split = ",",
            paramLabel = "PATTERN",
            description = "Channels the user may subscribe to: private:orders.*; may be repeated.")
    private List<String> channels = List.of();

    @Option(
            names = "--publish",
            split = ",",
            paramLabel = "PATTERN",
            description = "Channels the user may publish on; may be repeated.")
    private List<String> publish = List.of();

    UserRights of(String user) {
        UserRights rights = UserRights.of(user);
        if (!channels.isEmpty()) {
            rights = rights.channels(channels.toArray(String[]::new));
        }
        return publish.isEmpty() ? rights : rights.publish(publish.toArray(String[]::new));
    }
}
