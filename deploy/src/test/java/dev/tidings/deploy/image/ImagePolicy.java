package dev.tidings.deploy.image;

import dev.tidings.deploy.Repository;
import dev.tidings.deploy.service.ServiceConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a Dockerfile must say of each service's image. Findings are sentences. */
final class ImagePolicy {

    /** A digest, or a tag of two numbers at least. */
    private static final String PINNED = ".+(@sha256:[0-9a-f]{64}|:v?\\d+([._]\\d+)+[\\w.-]*)";
    /** What only builds, and isn't shipped, may move within its version. */
    private static final String VERSIONED = ".+:[\\w.-]*\\d[\\w.-]*";

    private static final String NOT_ROOT = "[1-9]\\d*:[1-9]\\d*";
    private static final String FETCHES = ".*(curl|wget|apt-get|microdnf).*";
    private static final String SECRETIVE = "(?i).*(password|secret|token).*";

    private final Dockerfile file;
    private final List<String> findings = new ArrayList<>();

    private ImagePolicy(Dockerfile file) {
        this.file = file;
    }

    static List<String> findings(Dockerfile file) {
        ImagePolicy policy = new ImagePolicy(file);
        file.stages().forEach(policy::stage);
        Repository.SERVICES.forEach(policy::service);
        return policy.findings;
    }

    private void stage(String name, Dockerfile.Stage stage) {
        String base = stage.base();
        boolean pinned = base.matches(PINNED) || (name.equals("build") && base.matches(VERSIONED));
        demand(file.isStage(base) || pinned, name + " begins with what may be another tomorrow: " + base);
        for (Dockerfile.Instruction instruction : stage.instructions()) {
            switch (instruction.name()) {
                case "ADD" -> findings.add(name + " adds what may come from anywhere");
                case "RUN" -> demand(!instruction.arguments().matches(FETCHES), name + " fetches what nobody pinned");
                case "ENV", "ARG" -> demand(!instruction.arguments().matches(SECRETIVE), name + " holds a secret");
                default -> {}
            }
        }
    }

    private void service(String service) {
        int port = ServiceConfiguration.of(service).port();
        int management = ServiceConfiguration.of(service).managementPort();
        Map.of(
                        "USER",
                        NOT_ROOT,
                        // Without a shell in between, which would keep the signals.
                        "ENTRYPOINT",
                        "\\[.*]",
                        "STOPSIGNAL",
                        "SIGTERM",
                        "EXPOSE",
                        Integer.toString(port),
                        "HEALTHCHECK",
                        ".* CMD \\[\"healthy\", \"" + management + "\"]")
                .forEach((instruction, form) -> {
                    String said = file.inForce(service, instruction).orElse("");
                    demand(said.matches(form), service + ": " + instruction + " is not " + form + " but " + said);
                });
    }

    private void demand(boolean met, String otherwise) {
        if (!met) {
            findings.add(otherwise);
        }
    }
}
