package dev.tidings.problems;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.jaxrs.ContainerRequestContextImpl;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;

/**
 * The methods that a path has. A 405 must say them (RFC 9110) and Quarkus REST doesn't, so this looks into its routing
 * tables: the one place that knows these internals.
 */
final class AllowedMethods {

    private AllowedMethods() {}

    static Set<String> of(ContainerRequestContext request) {
        ResteasyReactiveRequestContext context =
                (ResteasyReactiveRequestContext) ((ContainerRequestContextImpl) request).getServerRequestContext();
        var resources = new RequestMapper<>(context.getDeployment().getClassMappers());
        var resource = resources.map(context.getPathWithoutPrefix());
        Set<String> methods = new TreeSet<>();
        if (resource != null) {
            String rest = resource.remaining.isEmpty() ? "/" : resource.remaining;
            Arrays.stream(resource.value.handlers)
                    .filter(ClassRoutingHandler.class::isInstance)
                    .flatMap(handler -> ((ClassRoutingHandler) handler).getMappers().entrySet().stream())
                    .filter(routes ->
                            routes.getKey() != null && routes.getValue().map(rest) != null)
                    .map(Map.Entry::getKey)
                    .forEach(methods::add);
        }
        return methods;
    }
}
