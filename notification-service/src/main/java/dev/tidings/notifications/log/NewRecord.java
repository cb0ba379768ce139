package dev.tidings.notifications.log;

import dev.tidings.contract.channel.AppChannel;

/** An event that is to be a record of the log. Several may share the bytes, on different channels; nobody writes to them. */
@SuppressWarnings("ArrayRecordComponent") // The bytes are shared on purpose, and never compared.
public record NewRecord(AppChannel channel, String id, byte[] event) {

    /** What tells it from every other record; an id may be on several channels. */
    record Name(AppChannel channel, String id) {}

    Name name() {
        return new Name(channel, id);
    }
}
