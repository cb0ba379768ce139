package dev.tidings.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.deploy.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The page of settings is the code's: made from the configuration mappings and what their sources say.
 * {@code -Dtidings.write-docs=true} writes it anew.
 */
class ConfigurationReferenceTest {

    private static final Path PAGE = Repository.ROOT.resolve("docs/operations/configuration.md");
    private static final String BEGIN =
            "<!-- Generated from the code; -Dtidings.write-docs=true in the module deploy. -->\n";

    @Test
    void thePageSaysWhatTheCodeSays() throws IOException {
        String page = Repository.text(PAGE);
        String head = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        String generated = head + tables();
        if (Boolean.getBoolean("tidings.write-docs")) {
            Files.writeString(PAGE, generated);
        }
        assertThat(Repository.text(PAGE))
                .as("a setting changed: write the page anew with -Dtidings.write-docs=true")
                .isEqualTo(generated);
    }

    private static List<Setting> settings(String service) {
        return service.equals("realtime-edge")
                ? Settings.of(service, "operations")
                : Settings.of(service, "operations", "rest-problems");
    }

    private static String tables() {
        StringBuilder tables = new StringBuilder();
        for (String service : Repository.SERVICES) {
            tables.append("\n## ").append(service).append("\n\n");
            tables.append("| variable | of the kind | default | meaning |\n| --- | --- | --- | --- |\n");
            for (Setting setting : settings(service)) {
                tables.append("| `%s` | %s | %s | %s |%n"
                        .formatted(
                                setting.variable(),
                                setting.type(),
                                byDefault(setting, service),
                                meaning(setting, service).replace("|", "\\|")));
            }
        }
        return tables.toString();
    }

    private static String byDefault(Setting setting, String service) {
        String said = ServiceConfiguration.of(service)
                .get(setting.name(), setting.byDefault().orElse(null));
        if (said == null) {
            return "**has to be given**";
        }
        return said.isEmpty() ? "none" : "`" + said + "`";
    }

    private static String meaning(Setting setting, String service) {
        return setting.meaning().isEmpty()
                ? PropertyComments.of(service).getOrDefault(setting.name(), "")
                : setting.meaning();
    }
}
