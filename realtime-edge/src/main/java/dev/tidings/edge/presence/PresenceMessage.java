package dev.tidings.edge.presence;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.edge.rendering.SharedMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Builds {@code {"type":"presence","channel":"..","op":"..","members":[{"user":"..","info":{..}}]}}. Stateless. */
final class PresenceMessage {

    static final String TYPE = "presence";

    private PresenceMessage() {}

    /** Names of channels and users need no escaping, and an info is JSON: what is put together here is too. */
    static SharedMessage of(AppChannel channel, String op, List<Member> members) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        write(
                json,
                "{\"type\":\"" + TYPE + "\",\"channel\":\"" + channel.channel().name() + "\",\"op\":\"" + op
                        + "\",\"members\":[");
        String separator = "";
        for (Member member : members) {
            write(json, separator + "{\"user\":\"" + member.user() + "\",\"info\":");
            json.writeBytes(member.info());
            write(json, "}");
            separator = ",";
        }
        write(json, "]}");
        return new SharedMessage(TYPE, json.toByteArray());
    }

    private static void write(ByteArrayOutputStream json, String text) {
        json.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
