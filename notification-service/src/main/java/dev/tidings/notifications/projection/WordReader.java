package dev.tidings.notifications.projection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.position.ResumeString;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads the data of a {@code feed.changed}. In {@code upTo} a channel without an offset means "from now", as everywhere: all
 * that is before this event. Without {@code upTo} and {@code ids} it is all of the user's own channel before it. Stateless.
 */
final class WordReader {

    private static final int MAX_IDS = 1_000;
    private static final int MAX_CHANNELS = 100;

    private WordReader() {}

    /** Throws {@link Unusable}. */
    static Said read(JsonNode data, AppChannel channel, long offset, Generation generation) {
        Op op = Op.BY_WORD.get(data.path("op").asText());
        if (op == null) {
            throw new Unusable("change-op");
        }
        return data.has("ids") ? of(op, data.get("ids")) : upTo(op, data, channel, offset, generation);
    }

    private static Said of(Op op, JsonNode ids) {
        if (!ids.isArray() || ids.size() > MAX_IDS) {
            throw new Unusable("change-ids");
        }
        Set<String> once = new LinkedHashSet<>();
        for (JsonNode id : ids) {
            if (!id.isTextual()) {
                throw new Unusable("change-ids");
            }
            // Any other is the id of no item.
            if (EventReader.isId(id.textValue())) {
                once.add(id.textValue());
            }
        }
        return new Said.Of(op, List.copyOf(once));
    }

    private static Said upTo(Op op, JsonNode data, AppChannel channel, long offset, Generation generation) {
        if (op != Op.READ && op != Op.SEEN) {
            throw new Unusable("change-op");
        }
        String category = data.path("category").asText("");
        if (!EventReader.isCategory(category)) {
            throw new Unusable("change-category");
        }
        JsonNode upTo = data.path("upTo");
        if (upTo.isMissingNode() || upTo.isNull()) {
            return new Said.UpTo(op, generation.place(offset), Place.NOWHERE, category);
        }
        if (!(ResumeString.parse(upTo.asText(), MAX_CHANNELS) instanceof ResumeString.Parsed.Resume(var resume))) {
            throw new Unusable("change-up-to");
        }
        if (!resume.epoch().equals(generation.epoch())) {
            throw new Unusable("change-of-another-epoch");
        }
        OptionalLong own = resume.offsets().get(channel.channel());
        OptionalLong everyone = resume.offsets().get(Channel.EVERYONE);
        return new Said.UpTo(
                op,
                own == null ? Place.NOWHERE : generation.place(Math.min(own.orElse(offset), offset)),
                everyone == null || everyone.isEmpty() ? Place.NOWHERE : generation.place(everyone.getAsLong()),
                category);
    }
}
