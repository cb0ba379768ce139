package dev.tidings.deploy.binary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.deploy.Repository;
import dev.tidings.deploy.service.ServiceConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What fails in a binary alone, and can be known before it is compiled: Quarkus makes what the compiler is given, and that is held
 * against our code as compiled. That it compiles and runs is seen by the workflow "images".
 */
class NativeBinaryTest {

    static final List<String> SERVICES = Repository.SERVICES;

    /** What looks for code, members or data by a name, or goes past the language. */
    private static final Pattern BY_NAME = Pattern.compile(String.join(
            "|",
            "java\\.lang\\.Class\\.(forName|newInstance|get(Declared)?(Method|Field|Constructor|Record|Class)\\w*|getPermitted\\w+)",
            "java\\.lang\\.(ClassLoader|Module|ModuleLayer)\\..*",
            "java\\.lang\\.Runtime\\.load.*|java\\.lang\\.System\\.load.*",
            "java\\.lang\\.(reflect|invoke|foreign|instrument)\\..*",
            "java\\.util\\.(ServiceLoader|ResourceBundle)\\..*",
            "java\\.io\\.Object(In|Out)putStream\\..*",
            "(sun|jdk\\.internal)\\..*"));

    /** Of these, the ones that a binary can. */
    private static final Map<String, String> ALLOWED = Map.of();

    private static final Pattern RESOURCE = Pattern.compile("java\\.lang\\.(Class|ClassLoader)\\.getResource.*");
    /** By place, as the code says them by constants. */
    private static final Map<String, List<String>> RESOURCES =
            Map.of("dev.tidings.edge.protocol.PublishedContract", List.of("META-INF/asyncapi.yaml"));

    /** Only named to say less of what they do. */
    private static final Set<String> LOGGED =
            Set.of("org.apache.kafka.clients.NetworkClient", "org.apache.kafka.clients.producer.internals.Sender");

    private static final Pattern KAFKA_CLASS = Pattern.compile("org\\.apache\\.kafka\\.[\\w.]*\\.[A-Z]\\w+");

    @ParameterizedTest
    @FieldSource("SERVICES")
    void whatJacksonGoesThroughIsRegistered(String service) {
        JsonTypes types = new JsonTypes(code(service));
        assertThat(types.unknownPlaces())
                .as("places that hand to Jackson what JsonTypes doesn't know")
                .isEmpty();
        assertThat(types.all())
                .isNotEmpty()
                .isSubsetOf(NativeSources.of(service).readable());
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void whatIsReadAtRunTimeIsPutInside(String service) {
        List<OwnCode.Call> reads = code(service)
                .calls()
                .filter(call ->
                        RESOURCE.matcher(call.owner() + "." + call.name()).matches())
                .toList();
        assertThat(reads).allSatisfy(read -> assertThat(RESOURCES).containsKey(read.place()));
        assertThat(reads.stream().flatMap(read -> RESOURCES.get(read.place()).stream()))
                .allMatch(NativeSources.of(service)::hasResource);
        assertThat(migrations(service)).allMatch(NativeSources.of(service)::hasResource);
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void nothingIsLookedForByItsName(String service) {
        assertThat(code(service)
                        .calls()
                        .filter(call -> BY_NAME.matcher(call.owner() + "." + call.name())
                                .matches()))
                .allSatisfy(call -> assertThat(ALLOWED).containsKey(call.place()));
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void theCompilerTakesNothingOfItsMachineInside(String service) {
        assertThat(new BuildTime(code(service), initializedLater(service)).findings())
                .isEmpty();
    }

    /** Kafka makes what its configuration names: serializers, assignors, whoever logs in. */
    @ParameterizedTest
    @FieldSource("SERVICES")
    void whatKafkaIsToldToMakeIsRegistered(String service) {
        assertThat(kafkaClasses(service)).allMatch(NativeSources.of(service).makeable()::contains);
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void socketsAreTheJdks(String service) {
        assertThat(NativeSources.of(service).libraries())
                .noneMatch(library -> library.matches(
                        "io\\.netty\\.netty-(tcnative|transport-native-(epoll|io_uring|kqueue)|transport-classes-).*"));
        assertThat(ServiceConfiguration.of(service).get("quarkus.vertx.prefer-native-transport", "false"))
                .isEqualTo("false");
    }

    /** What isn't packed by Java itself is packed by libraries that a binary lacks. */
    @ParameterizedTest
    @FieldSource("SERVICES")
    void recordsArePackedByNothingNative(String service) {
        assertThat(ServiceConfiguration.of(service).all("compression.type"))
                .allMatch(List.of("none", "gzip")::contains);
    }

    private static OwnCode code(String service) {
        return OwnCode.of(service, NativeSources.of(service).libraries());
    }

    private static Predicate<String> initializedLater(String service) {
        List<String> names = NativeSources.of(service).initializedLater();
        return type -> names.stream().anyMatch(name -> type.equals(name) || type.startsWith(name + "."));
    }

    private static List<String> migrations(String service) {
        Path resources = Repository.ROOT.resolve(service).resolve("src/main/resources");
        Path migrations = resources.resolve("db/migration");
        if (!Files.exists(migrations)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(migrations)) {
            return files.map(file -> resources.relativize(file).toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By what our code names, by the service's settings, and by those that an installation logs in with. */
    private static List<String> kafkaClasses(String service) {
        return Stream.of(
                        code(service).constants(),
                        Stream.of(Repository.text(
                                Repository.ROOT.resolve(service).resolve("src/main/resources/application.properties"))),
                        Stream.of(Repository.text(Repository.ROOT.resolve("docs/operations/kubernetes.md"))))
                .flatMap(Function.identity())
                .flatMap(text -> KAFKA_CLASS.matcher(text).results().map(MatchResult::group))
                .distinct()
                .filter(name -> !LOGGED.contains(name))
                .toList();
    }
}
