package dev.tidings.notifications.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.Channel;
import dev.tidings.problems.body.Fields;
import dev.tidings.problems.body.Shape;
import dev.tidings.problems.body.Shapes;
import java.util.List;
import java.util.Optional;

/** Reads {@code to}: exactly one of users, everyone and channel. */
final class RecipientsShape {

    private static final int MAX_USERS = 1_000;
    private static final String USERS = "users";
    private static final String EVERYONE = "everyone";
    private static final String CHANNEL = "channel";

    private static final Shape<List<String>> IDS = Shapes.list(Shapes.user(), 1, MAX_USERS);
    private static final Shape<Boolean> YES = Shapes.bool().where(Boolean::booleanValue, "must be true");
    private static final Shape<Channel> TOPIC = Shapes.channel()
            .where(
                    RecipientsShape::isTopic,
                    "must be a public:, private: or presence: channel; for users and everyone,"
                            + " to has members of their own");

    private RecipientsShape() {}

    static Shape<Recipients> shape() {
        Shape<Recipients> oneOfThem = Shapes.object(RecipientsShape::read);
        return (value, place) -> value.isObject() && named(value) != 1
                ? place.fault("must have exactly one of users, everyone, channel")
                : oneOfThem.read(value, place);
    }

    private static int named(JsonNode to) {
        return (to.hasNonNull(USERS) ? 1 : 0) + (to.hasNonNull(EVERYONE) ? 1 : 0) + (to.hasNonNull(CHANNEL) ? 1 : 0);
    }

    private static Recipients read(Fields to) {
        Optional<Recipients> users = to.optional(USERS, IDS).map(Recipients.Users::of);
        Optional<Recipients> everyone = to.optional(EVERYONE, YES).map(yes -> new Recipients.Everyone());
        Optional<Recipients> topic = to.optional(CHANNEL, TOPIC).map(Recipients.Topic::new);
        return users.or(() -> everyone).or(() -> topic).orElse(null);
    }

    /** What is on a user's channel or on everyone's is in feeds, and "to a channel" says that it is in none. */
    private static boolean isTopic(Channel channel) {
        return switch (channel) {
            case Channel.User _, Channel.Everyone _ -> false;
            case Channel.Public _, Channel.Private _, Channel.Presence _ -> true;
        };
    }
}
