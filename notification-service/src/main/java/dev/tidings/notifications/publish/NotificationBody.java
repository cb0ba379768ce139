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

    private NotificationBody() {}

    static Notification read(JsonNode json, String app, Instant now) {
        Fields body = Fields.of(json);
        Recipients to = body.required("to", RecipientsShape.shape());
        String title = body.required("title", Shapes.text(200));
        String type = body.optional("type", name()).orElse(DEFAULT_TYPE);
        Optional<String> category = body.optional("category", name());
        Optional<String> text = body.optional("body", Shapes.anyText(4_000));
        Optional<String> url = body.optional("url", Link.shape());
        Optional<String> icon = body.optional("icon", Link.shape());
        List<Action> actions =
                body.optional("actions", Shapes.list(action(), 0, MAX_ACTIONS)).orElse(List.of());
        Optional<String> group = body.optional("group", name());
        Priority priority =
                body.optional("priority", Shapes.oneOf(Priority.BY_WORD)).orElse(Priority.NORMAL);
        Optional<Instant> expiresAt =
                body.optional("expiresAt", Shapes.instant().where(time -> time.isAfter(now), "must lie in the future"));
        ObjectNode data = body.optional("data", JsonData.object()).orElseGet(JsonNodeFactory.instance::objectNode);
        body.done();
        Notification notification =
                new Notification(to, type, category, title, text, url, icon, actions, group, priority, expiresAt, data);
        if (!NotificationEvent.fits(app, notification)) {
            body.fault("", "must not be larger than 64 KiB as a record of the log");
        }
        body.done();
        return notification;
    }

    private static Shape<String> name() {
        return Shapes.text(MAX_NAME);
    }

    private static Shape<Action> action() {
        return Shapes.object(action ->
                new Action(action.required("label", Shapes.text(MAX_NAME)), action.required("url", Link.shape())));
    }
}
