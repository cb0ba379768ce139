package dev.tidings.contract.position;

import dev.tidings.contract.channel.Channel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The positions of a whole connection: {@code <epoch>;<channel>~<offset>;<channel>}. A channel without an offset means
 * "from now". Immutable.
 */
public record ResumeString(Epoch epoch, Map<Channel, OptionalLong> offsets) {

    private static final Pattern OFFSET = Pattern.compile("-1|0|[1-9][0-9]{0,17}");

    public ResumeString {
        offsets = Collections.unmodifiableMap(new LinkedHashMap<>(offsets));
    }

    /** What reading one came to. */
    public sealed interface Parsed {
        record Resume(ResumeString value) implements Parsed {}

        /** Not of the form. */
        record Malformed() implements Parsed {}

        /** Of the form, but that is no channel's name. */
        record NoChannel(String name) implements Parsed {}
    }

    /** Reads at most {@code maxChannels}; a channel named twice is malformed. */
    public static Parsed parse(String text, int maxChannels) {
        String[] parts = text.split(";", maxChannels + 2);
        if (parts.length > maxChannels + 1 || !Epoch.isEpoch(parts[0])) {
            return new Parsed.Malformed();
        }
        Map<Channel, OptionalLong> offsets = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int tilde = parts[i].indexOf('~');
            String name = tilde < 0 ? parts[i] : parts[i].substring(0, tilde);
            Optional<OptionalLong> offset =
                    tilde < 0 ? Optional.of(OptionalLong.empty()) : parseOffset(parts[i].substring(tilde + 1));
            if (offset.isEmpty()) {
                return new Parsed.Malformed();
            }
            Optional<Channel> channel = Channel.parse(name);
            if (channel.isEmpty()) {
                return new Parsed.NoChannel(name);
            }
            if (offsets.put(channel.get(), offset.get()) != null) {
                return new Parsed.Malformed();
            }
        }
        return new Parsed.Resume(new ResumeString(new Epoch(parts[0]), offsets));
    }

    private static Optional<OptionalLong> parseOffset(String text) {
        return OFFSET.matcher(text).matches() ? Optional.of(OptionalLong.of(Long.parseLong(text))) : Optional.empty();
    }

    @Override
    public String toString() {
        return offsets.entrySet().stream()
                .map(entry -> entry.getKey().name()
                        + (entry.getValue().isPresent() ? "~" + entry.getValue().getAsLong() : ""))
                .collect(Collectors.joining(";", epoch + (offsets.isEmpty() ? "" : ";"), ""));
    }
}
