package dev.tidings.local.frontdoor;

/** Where a request goes, by its path alone: as the production ingress decides it. */
public sealed interface Route {

    /** To a process of the service. */
    record To(Service service) implements Route {}

    /** To the playground, a page of our own. */
    record Page() implements Route {}

    record Nowhere() implements Route {}

    enum Service {
        EDGES("over-capacity"),
        AUTH("internal"),
        NOTIFICATIONS("internal");

        /** The problem code told where no process of it answers. */
        private final String unavailableCode;

        Service(String unavailableCode) {
            this.unavailableCode = unavailableCode;
        }

        String unavailableCode() {
            return unavailableCode;
        }

        int unavailableStatus() {
            return this == EDGES ? 503 : 502;
        }
    }

    static Route of(String path) {
        return switch (path) {
            case "/" -> new Page();
            case "/v1/stream" -> new To(Service.EDGES);
            case "/v1/tokens", "/v1/grants", "/v1/revocations" -> new To(Service.AUTH);
            default -> byBeginning(path);
        };
    }

    private static Route byBeginning(String path) {
        if (path.startsWith("/oauth2/") || path.startsWith("/.well-known/")) {
            return new To(Service.AUTH);
        }
        if (path.startsWith("/playground/")) {
            return new Page();
        }
        return path.startsWith("/v1/") ? new To(Service.NOTIFICATIONS) : new Nowhere();
    }
}
