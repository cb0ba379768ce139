package dev.tidings.e2e;

import static io.restassured.RestAssured.given;

/** What an edge says of itself. */
public final class Edges {

    private Edges() {}

    public static double openSockets(String url) {
        return given().baseUri(url)
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("tidings_edge_sockets"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
