package dev.tidings.client.json;

/** That is no JSON; says where, and never repeats what stood there. */
public final class MalformedJsonException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    MalformedJsonException(String what, int at) {
        super("no JSON: " + what + " at character " + at);
    }
}
