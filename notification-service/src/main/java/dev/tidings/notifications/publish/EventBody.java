package dev.tidings.notifications.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.Channel;
import dev.tidings.problems.body.Fields;
import dev.tidings.problems.body.Shape;
import dev.tidings.problems.body.Shapes;
import java.util.Optional;

/** Reads an event from the body of a call; throws all of its faults at once. */
final class EventBody {

    private static final int MAX_NAME = 255;

    /** What the projection makes feeds and counts of. Nobody but this service says such things about a user. */
    private static final String FEEDS_OWN = "feed.";

    private static final Shape<Channel> CHANNEL = Shapes.channel();
    private static final Shape<String> TYPE = type();
    private static final Shape<String> ID = Shapes.text(MAX_NAME);
    private static final Shape<JsonNode> DATA = JsonData.value();

    private EventBody() {}

    static Event read(JsonNode json) {
        Fields body = Fields.of(json);
        Channel channel = body.required("channel", CHANNEL);
        String type = body.required("type", TYPE);
        Optional<String> id = body.optional("id", ID);
        Optional<JsonNode> data = body.optional("data", DATA);
        body.done();
        return new Event(channel, type, id, data);
    }

    private static Shape<String> type() {
        return Shapes.text(MAX_NAME)
                .where(type -> !type.startsWith(FEEDS_OWN), "must not begin with feed., which is the feed's own")
                .where(
                        type -> !type.equals(NotificationEvent.TYPE),
                        "is what POST " + NotificationsResource.PATH + " makes: publish a notification there");
    }
}
