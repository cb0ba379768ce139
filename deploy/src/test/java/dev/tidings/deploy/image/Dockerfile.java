package dev.tidings.deploy.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Dockerfile's stages and what stands in each. */
record Dockerfile(Map<String, Stage> stages) {

    record Instruction(String name, String arguments) {}

    record Stage(String base, List<Instruction> instructions) {

        Optional<String> last(String name) {
            return instructions.stream()
                    .filter(instruction -> instruction.name().equals(name))
                    .map(Instruction::arguments)
                    .reduce((_, later) -> later);
        }
    }

    static Dockerfile parse(String text) {
        Map<String, Stage> stages = new LinkedHashMap<>();
        List<Instruction> instructions = new ArrayList<>();
        for (String line :
                text.replaceAll("(?m)^\\s*#.*\\n", "").replace("\\\n", " ").split("\n", -1)) {
            if (line.isBlank()) {
                continue;
            }
            String[] parts = line.strip().split("\\s+", 2);
            if (parts[0].equals("FROM")) {
                String[] from = parts[1].split(" ", -1);
                if (from.length != 3 || !from[1].equals("AS")) {
                    throw new AssertionError("a stage without a name: " + line);
                }
                instructions = new ArrayList<>();
                stages.put(from[2], new Stage(from[0], instructions));
            } else {
                instructions.add(new Instruction(parts[0], parts[1]));
            }
        }
        return new Dockerfile(stages);
    }

    boolean isStage(String name) {
        return stages.containsKey(name);
    }

    /** What holds in a stage at its end: its own, or what it has from the stages below. */
    Optional<String> inForce(String stage, String instruction) {
        Stage found = stages.get(stage);
        return found == null ? Optional.empty() : found.last(instruction).or(() -> inForce(found.base(), instruction));
    }
}
