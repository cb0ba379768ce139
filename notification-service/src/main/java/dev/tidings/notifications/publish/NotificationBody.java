package dev.tidings.notifications.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.problems.body.Fields;
import dev.tidings.problems.body.Shape;
import dev.tidings.problems.body.Shapes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads a notification from the body of a call; throws all of its faults at once. */
final class NotificationBody {

    private static final String DEFAULT_TYPE = "notification";
    private static final int MAX_NAME = 100;
    private static final int MAX_ACTIONS = 10;

    private static final Shape<Recipients> TO = RecipientsShape.shape();
    private static final Shape<String> TITLE = Shapes.text(200);
    private static final Shape<String> NAME = Shapes.text(MAX_NAME);
    private static final Shape<String> TEXT = Shapes.anyText(4_000);
    private static final Shape<String> LINK = Link.shape();
    private static final Shape<List<Action>> ACTIONS =
            Shapes.list(Shapes.object(NotificationBody::action), 0, MAX_ACTIONS);
    private static final Shape<Priority> PRIORITY = Shapes.oneOf(Priority.BY_WORD);
    private static final Shape<Instant> INSTANT = Shapes.instant();
    private static final Shape<ObjectNode> DATA = JsonData.object();

    private NotificationBody() {}

    static Notification read(JsonNode json, String app, Instant now) {
        Fields body = Fields.of(json);
        Recipients to = body.required("to", TO);
        String title = body.required("title", TITLE);
        String type = body.optional("type", NAME).orElse(DEFAULT_TYPE);
        Optional<String> category = body.optional("category", NAME);
        Optional<String> text = body.optional("body", TEXT);
        Optional<String> url = body.optional("url", LINK);
        Optional<String> icon = body.optional("icon", LINK);
        List<Action> actions = body.optional("actions", ACTIONS).orElse(List.of());
        Optional<String> group = body.optional("group", NAME);
        Priority priority = body.optional("priority", PRIORITY).orElse(Priority.NORMAL);
        Optional<Instant> expiresAt =
                body.optional("expiresAt", INSTANT.where(time -> time.isAfter(now), "must lie in the future"));
        ObjectNode data = body.optional("data", DATA).orElseGet(JsonNodeFactory.instance::objectNode);
        body.done();
        Notification notification =
                new Notification(to, type, category, title, text, url, icon, actions, group, priority, expiresAt, data);
        if (!NotificationEvent.fits(app, notification)) {
            body.fault("", "must not be larger than 64 KiB as a record of the log");
        }
        body.done();
        return notification;
    }

    private static Action action(Fields action) {
        return new Action(action.required("label", NAME), action.required("url", LINK));
    }
}
