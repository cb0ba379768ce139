package dev.tidings.contract.token;

/** The claims of our own; the others are RFC 7519's. */
public final class Claim {

    /** What every token's {@code aud} has. */
    public static final String AUDIENCE = "tidings";

    public static final String APP = "app";
    public static final String SESSION = "sid";
    public static final String CONNECTION_EXPIRY = "cxp";
    public static final String CHANNELS = "channels";
    public static final String CHANNEL = "channel";
    public static final String PUBLISH = "publish";
    public static final String INFO = "info";
    public static final String JOINED = "joined";
    public static final String SCOPE = "scope";
    public static final String CLIENT = "client_id";

    private Claim() {}
}
