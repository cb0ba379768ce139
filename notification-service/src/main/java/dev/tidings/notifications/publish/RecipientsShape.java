package dev.tidings.notifications.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.Channel;
import dev.tidings.problems.body.Fields;
import dev.tidings.problems.body.Shape;
import dev.tidings.problems.body.Shapes;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code to}: exactly one of users, everyone and channel. */
final class RecipientsShape {

    private static final int MAX_USERS = 1_000;
    private static final String USERS = "users";
    private static final String EVERYONE = "everyone";
    private static final String CHANNEL = "channel";

    private RecipientsShape() {}

    static Shape<Recipients> shape() {
        Shape<Recipients> oneOfThem = Shapes.object(RecipientsShape::read);
        return (value, place) -> value.isObject() && named(value) != 1
                ? place.fault("must have exactly one of users, everyone, channel")
                : oneOfThem.read(value, place);
    }

    private static long named(JsonNode to) {
        return Stream.of(USERS, EVERYONE, CHANNEL).filter(to::hasNonNull).count();
    }

    private static Recipients read(Fields to) {
        Optional<Recipients> users =
                to.optional(USERS, Shapes.list(Shapes.user(), 1, MAX_USERS)).map(Recipients.Users::new);
        Optional<Recipients> everyone = to.optional(
                        EVERYONE, Shapes.bool().where(Boolean::booleanValue, "must be true"))
                .map(yes -> new Recipients.Everyone());
        Optional<Recipients> topic = to.optional(CHANNEL, topic()).map(Recipients.Topic::new);
        return users.or(() -> everyone).or(() -> topic).orElse(null);
    }

    private static Shape<Channel> topic() {
        return Shapes.channel()
                .where(
                        RecipientsShape::isTopic,
                        "must be a public:, private: or presence: channel; for users and everyone,"
                                + " to has members of their own");
    }

    /** What is on a user's channel or on everyone's is in feeds, and "to a channel" says that it is in none. */
    private static boolean isTopic(Channel channel) {
        return switch (channel) {
            case Channel.User _, Channel.Everyone _ -> false;
            case Channel.Public _, Channel.Private _, Channel.Presence _ -> true;
        };
    }
}
