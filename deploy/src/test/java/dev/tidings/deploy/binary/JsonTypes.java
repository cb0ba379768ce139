package dev.tidings.deploy.binary;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which of our types Jackson reads or writes by their members: what resources answer, and what is handed to it elsewhere. The
 * latter can't be seen in the code, so each place where that is done is written down here with what it hands over.
 */
final class JsonTypes {

    private static final String PROBLEM = "dev.tidings.contract.problem.Problem";
    private static final String EVENT = "dev.tidings.contract.event.CloudEvent";

    /** By place; where there is none, trees, maps and texts are handed over, for which nothing has to be registered. */
    private static final Map<String, List<String>> HANDED = Map.ofEntries(
            Map.entry("dev.tidings.auth.issuer.SubjectTokens", List.of()),
            Map.entry("dev.tidings.auth.key.JwksResource", List.of()),
            Map.entry("dev.tidings.auth.key.KeysFile", List.of()),
            Map.entry(
                    "dev.tidings.auth.oauth.OAuthResource",
                    List.of(
                            "dev.tidings.auth.oauth.OAuthResource$Issued",
                            "dev.tidings.auth.oauth.OAuthResource$Refused",
                            "dev.tidings.auth.oauth.TokenExchange$Issued")),
            Map.entry("dev.tidings.auth.token.ConnectionRequest", List.of()),
            Map.entry("dev.tidings.contract.revocation.RevocationRecord", List.of()),
            Map.entry("dev.tidings.contract.token.TokenVerifier", List.of()),
            Map.entry("dev.tidings.edge.handshake.StreamRoute", List.of(PROBLEM)),
            Map.entry("dev.tidings.edge.presence.PresenceRecord", List.of()),
            Map.entry("dev.tidings.edge.protocol.Messages", List.of("dev.tidings.edge.protocol.ServerMessage", EVENT)),
            Map.entry("dev.tidings.notifications.idempotency.RequestHash", List.of()),
            Map.entry("dev.tidings.notifications.log.EventJson", List.of(EVENT)),
            Map.entry("dev.tidings.notifications.projection.StoredEvent", List.of()),
            Map.entry("dev.tidings.problems.ProblemJson", List.of(PROBLEM)),
            Map.entry("dev.tidings.problems.ProblemMappers", List.of()),
            Map.entry("dev.tidings.problems.body.StrictJson", List.of()));

    private static final Pattern JACKSON = Pattern.compile(
            "com\\.fasterxml\\.jackson\\.databind\\.(ObjectMapper|ObjectWriter|ObjectReader|json\\.JsonMapper)");
    private static final Pattern HANDING =
            Pattern.compile("(write|read|convert|treeTo|valueToTree|update|acceptJson).*");
    private static final Pattern ANSWER = Pattern.compile("jakarta\\.ws\\.rs\\.core\\.Response(\\$ResponseBuilder)?");
    private static final Pattern CALL = Pattern.compile("Ljakarta/ws/rs/(GET|POST|PUT|PATCH|DELETE);");
    private static final Pattern OWN = Pattern.compile("Ldev/tidings/[\\w/$]+");

    private final OwnCode code;

    JsonTypes(OwnCode code) {
        this.code = code;
    }

    /** Where something is handed to Jackson and nobody has said what. */
    List<OwnCode.Call> unknownPlaces() {
        return places().filter(call -> !HANDED.containsKey(call.place())).toList();
    }

    /** With all that they are made of. */
    Set<String> all() {
        Set<String> found = new TreeSet<>();
        places().flatMap(call -> HANDED.getOrDefault(call.place(), List.of()).stream())
                .forEach(type -> add(type, found));
        code.classes().values().stream()
                .flatMap(type -> type.methods().stream())
                .filter(JsonTypes::isCall)
                .flatMap(JsonTypes::answered)
                .forEach(type -> add(type, found));
        return found;
    }

    private Stream<OwnCode.Call> places() {
        return code.calls()
                .filter(call -> (JACKSON.matcher(call.owner()).matches()
                                && HANDING.matcher(call.name()).matches())
                        || (ANSWER.matcher(call.owner()).matches()
                                && (call.name().equals("entity") || call.name().equals("ok"))));
    }

    private void add(String name, Set<String> found) {
        ClassModel type = code.classes().get(name);
        if (type == null || !found.add(name)) {
            return;
        }
        // What they inherit is annotated too.
        Stream.concat(type.superclass().stream(), type.interfaces().stream())
                .forEach(inherited -> add(inherited.asInternalName().replace('/', '.'), found));
        type.findAttribute(Attributes.permittedSubclasses()).stream()
                .flatMap(permitted -> permitted.permittedSubclasses().stream())
                .forEach(permitted -> add(permitted.asInternalName().replace('/', '.'), found));
        type.findAttribute(Attributes.record()).stream()
                .flatMap(members -> members.components().stream())
                .flatMap(JsonTypes::ofComponent)
                .forEach(component -> add(component, found));
    }

    private static Stream<String> ofComponent(RecordComponentInfo component) {
        return own(component
                .findAttribute(Attributes.signature())
                .map(generic -> generic.signature().stringValue())
                .orElse(component.descriptor().stringValue()));
    }

    private static boolean isCall(MethodModel method) {
        return method.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(annotations -> annotations.annotations().stream())
                .anyMatch(annotation ->
                        CALL.matcher(annotation.className().stringValue()).matches());
    }

    /** By the type that is given back, promised or wrapped as it may be. */
    private static Stream<String> answered(MethodModel method) {
        String said = method.findAttribute(Attributes.signature())
                .map(generic -> generic.signature().stringValue())
                .orElse(method.methodType().stringValue());
        return own(said.substring(said.lastIndexOf(')')).replaceFirst("\\^.*", ""));
    }

    private static Stream<String> own(String signature) {
        return OWN.matcher(signature)
                .results()
                .map(MatchResult::group)
                .map(name -> name.substring(1).replace('/', '.'));
    }
}
