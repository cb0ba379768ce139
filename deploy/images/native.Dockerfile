# syntax=docker/dockerfile:1.19
# The services as native binaries:
#   docker build -f deploy/images/native.Dockerfile --target realtime-edge -t tidings/realtime-edge:local-native .
# Compiling takes minutes and 8 GB of memory a service.

# The builder that this Quarkus names as its own. It isn't shipped.
FROM quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-25 AS build
USER quarkus
WORKDIR /build
COPY --chown=quarkus:quarkus . .
RUN ./mvnw -B -Dnative -DskipTests -pl auth-service,notification-service,realtime-edge -am package

FROM quay.io/quarkus/ubi9-quarkus-micro-image:2.0 AS runtime
COPY --chmod=0555 deploy/images/healthy /usr/local/bin/healthy
WORKDIR /opt/tidings
USER 10001:10001
STOPSIGNAL SIGTERM
ENTRYPOINT ["./service"]

FROM runtime AS auth-service
COPY --from=build --chmod=0555 /build/auth-service/target/auth-service-*-runner service
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=6 CMD ["healthy", "9000"]

FROM runtime AS notification-service
COPY --from=build --chmod=0555 /build/notification-service/target/notification-service-*-runner service
EXPOSE 8082
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=6 CMD ["healthy", "9000"]

FROM runtime AS realtime-edge
COPY --from=build --chmod=0555 /build/realtime-edge/target/realtime-edge-*-runner service
EXPOSE 8090
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=6 CMD ["healthy", "9000"]
