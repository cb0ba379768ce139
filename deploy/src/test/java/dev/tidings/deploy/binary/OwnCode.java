package dev.tidings.deploy.binary;

import dev.tidings.deploy.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The classes of a service that are ours, as compiled, and what they call. */
record OwnCode(Map<String, ClassModel> classes) {

    private static final List<String> SHARED = List.of("contract", "operations", "rest-problems");

    /** A call, or a method that is handed on to be called. Names as in Java, nested classes with a dollar. */
    record Call(String from, String method, String owner, String name) {

        /** The file that it stands in. */
        String place() {
            return from.replaceFirst("\\$.*", "");
        }

        @Override
        public String toString() {
            return "%s.%s calls %s.%s".formatted(from, method, owner, name);
        }
    }

    static OwnCode of(String service, List<String> libraries) {
        return new OwnCode(Stream.concat(
                        Stream.of(service),
                        SHARED.stream()
                                .filter(module -> libraries.stream()
                                        .anyMatch(library -> library.startsWith("dev.tidings." + module + "-"))))
                .flatMap(OwnCode::read)
                .collect(Collectors.toMap(OwnCode::name, Function.identity())));
    }

    Stream<Call> calls() {
        return classes.values().stream()
                .flatMap(type -> type.methods().stream().flatMap(method -> calls(type, method)));
    }

    /** Texts and classes that stand in the code as such. */
    Stream<String> constants() {
        return classes.values().stream()
                .flatMap(type -> type.methods().stream())
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .flatMap(element -> element instanceof ConstantInstruction constant
                        ? Stream.of(constant.constantValue())
                        : Stream.empty())
                .flatMap(constant -> switch (constant) {
                    case String text -> Stream.of(text);
                    case ClassDesc type -> Stream.of(name(type));
                    default -> Stream.empty();
                });
    }

    static Stream<Call> calls(ClassModel type, MethodModel method) {
        return method.code().stream()
                .flatMap(code -> code.elementStream())
                .flatMap(element -> calls(name(type), method.methodName().stringValue(), element));
    }

    static String name(ClassModel type) {
        return type.thisClass().asInternalName().replace('/', '.');
    }

    private static Stream<Call> calls(String from, String method, CodeElement element) {
        return switch (element) {
            case InvokeInstruction call ->
                Stream.of(new Call(
                        from,
                        method,
                        call.owner().asInternalName().replace('/', '.'),
                        call.name().stringValue()));
            case InvokeDynamicInstruction call ->
                call.bootstrapArgs().stream()
                        .filter(DirectMethodHandleDesc.class::isInstance)
                        .map(DirectMethodHandleDesc.class::cast)
                        .map(handed -> new Call(from, method, name(handed.owner()), handed.methodName()));
            default -> Stream.empty();
        };
    }

    static String name(ClassDesc type) {
        return type.isClassOrInterface()
                ? type.descriptorString()
                        .substring(1, type.descriptorString().length() - 1)
                        .replace('/', '.')
                : type.displayName();
    }

    private static Stream<ClassModel> read(String module) {
        try (Stream<Path> files = Files.walk(Repository.ROOT.resolve(module).resolve("target/classes"))) {
            return files
                    .filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("package-info.class"))
                    .map(OwnCode::parse)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
