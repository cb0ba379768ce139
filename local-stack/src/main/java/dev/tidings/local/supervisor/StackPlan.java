package dev.tidings.local.supervisor;

import dev.tidings.local.kafka.KafkaProgram;
import dev.tidings.local.postgres.PostgresProgram;
import dev.tidings.local.process.ManagedProgram;
import dev.tidings.local.process.Program;
import dev.tidings.local.service.InternalSecret;
import dev.tidings.local.service.Services;
import dev.tidings.local.supervisor.Member.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What a stack is made of, and who needs whom. */
final class StackPlan {

    private StackPlan() {}

    static Stack stack(StackLayout layout, PortPlan ports, Function<Program, ManagedProgram.Listener> listener) {
        Detours detours = Detours.fromEnvironment();
        KafkaProgram kafka = new KafkaProgram(
                layout.data().resolve("kafka"),
                layout.logs().resolve("kafka.log"),
                ports.kafka(),
                ports.kafkaController(),
                detours.to("kafka", ports.kafka()));
        PostgresProgram postgres = new PostgresProgram(
                layout.data().resolve("postgres"), layout.logs().resolve("postgres.log"), ports.postgres());
        Services services = new Services(
                layout.root(),
                layout.data(),
                layout.logs(),
                ports.front(),
                ports.auth(),
                ports.notification(),
                new Services.Reached(
                        detours.to("auth-service", ports.auth()),
                        detours.to("notification-service", ports.notification()),
                        detours.to("postgres", ports.postgres())),
                kafka,
                InternalSecret.random());

        record Part(Program program, Tier tier, Set<String> needs) {}
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(kafka, Tier.LOG, Set.of()));
        parts.add(new Part(postgres, Tier.DATABASE, Set.of()));
        parts.add(new Part(services.auth(), Tier.SERVICES, Set.of()));
        parts.add(new Part(services.notification(postgres), Tier.SERVICES, Set.of(kafka.name(), postgres.name())));
        for (int number = 1; number <= ports.edges().size(); number++) {
            Program edge = services.edge(number, ports.edges().get(number - 1));
            parts.add(new Part(edge, Tier.EDGES, Set.of(kafka.name())));
        }
        return new Stack(parts.stream()
                .map(part -> new Member(
                        new ManagedProgram(part.program(), listener.apply(part.program())), part.tier(), part.needs()))
                .toList());
    }
}
