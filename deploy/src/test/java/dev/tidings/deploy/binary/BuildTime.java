package dev.tidings.deploy.binary;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What our classes do when they are initialized, which the compiler of a binary does for them: a time, a random number, a property or
 * a thread would be those of the machine that built it. As far as it goes through static methods of ours, and what they call.
 */
final class BuildTime {

    private static final Pattern OF_THE_MACHINE = Pattern.compile(String.join(
            "|",
            "java\\.lang\\.System\\.(getenv|getProperty|nanoTime|currentTimeMillis|load|loadLibrary)",
            "java\\.lang\\.(Integer\\.getInteger|Long\\.getLong|Boolean\\.getBoolean)",
            "java\\.lang\\.Runtime\\..*",
            "java\\.lang\\.(Thread|ProcessHandle|ProcessBuilder)\\..*",
            "java\\.time\\.[A-Za-z]+\\.(now|system.*)",
            "java\\.util\\.(Random|SplittableRandom|Timer|UUID)\\.(<init>|randomUUID)",
            "java\\.util\\.concurrent\\.(ThreadLocalRandom|Executors|ForkJoinPool)\\..*",
            "java\\.security\\.(SecureRandom|Security|KeyPairGenerator)\\..*",
            "java\\.net\\.(InetAddress|Socket|ServerSocket|NetworkInterface)\\..*",
            "java\\.net\\.http\\..*\\.(newHttpClient|build)",
            "java\\.nio\\.file\\.Files\\..*",
            "io\\.netty\\.buffer\\.(Unpooled|PooledByteBufAllocator)\\..*",
            "com\\.amazon\\.corretto\\..*"));

    private final OwnCode code;
    private final Predicate<String> initializedLater;

    /** @param initializedLater the classes that are initialized when the binary runs */
    BuildTime(OwnCode code, Predicate<String> initializedLater) {
        this.code = code;
        this.initializedLater = initializedLater;
    }

    List<String> findings() {
        List<String> findings = new ArrayList<>();
        for (String type : code.classes().keySet()) {
            if (!initializedLater.test(type)) {
                walk(type, "<clinit>", new HashSet<>())
                        .filter(call -> OF_THE_MACHINE
                                .matcher(call.owner() + "." + call.name())
                                .matches())
                        .map(call -> "when %s is initialized, %s".formatted(type, call))
                        .forEach(findings::add);
            }
        }
        return findings;
    }

    private Stream<OwnCode.Call> walk(String type, String method, Set<Map.Entry<String, String>> seen) {
        ClassModel model = code.classes().get(type);
        if (model == null || !seen.add(Map.entry(type, method))) {
            return Stream.empty();
        }
        return model.methods().stream()
                .filter(candidate -> candidate.methodName().equalsString(method))
                .flatMap(found -> reached(model, found, seen));
    }

    private Stream<OwnCode.Call> reached(ClassModel type, MethodModel method, Set<Map.Entry<String, String>> seen) {
        return OwnCode.calls(type, method)
                .flatMap(call -> Stream.concat(
                        Stream.of(call),
                        Stream.concat(walk(call.owner(), call.name(), seen), walk(call.owner(), "<clinit>", seen))));
    }
}
