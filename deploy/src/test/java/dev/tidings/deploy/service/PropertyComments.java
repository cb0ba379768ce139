package dev.tidings.deploy.service;

import dev.tidings.deploy.Repository;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an {@code application.properties} says above its settings, those in comments too. */
final class PropertyComments {

    private static final Pattern SETTING = Pattern.compile("#?([a-z][\\w.-]+)=.*");

    private PropertyComments() {}

    /** By the setting's name. Several that follow each other share what is said above the first. */
    static Map<String, String> of(String service) {
        Map<String, String> comments = new HashMap<>();
        StringBuilder said = new StringBuilder();
        boolean used = false;
        String file =
                Repository.text(Repository.ROOT.resolve(service).resolve("src/main/resources/application.properties"));
        for (String line : file.split("\n", -1)) {
            Matcher setting = SETTING.matcher(line);
            if (setting.matches()) {
                comments.put(setting.group(1), said.toString().strip());
                used = true;
            } else if (line.startsWith("#")) {
                if (used) {
                    said.setLength(0);
                    used = false;
                }
                said.append(line.substring(1).strip()).append(' ');
            } else {
                said.setLength(0);
            }
        }
        return comments;
    }
}
