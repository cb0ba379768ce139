/** The Java client of Tidings. */
module dev.tidings.client {
    requires transitive java.net.http;

    exports dev.tidings.client.backend;
    exports dev.tidings.client.json;
    exports dev.tidings.client.problem;
    exports dev.tidings.client.stream;
    exports dev.tidings.client.transport;
}
