package dev.tidings.deploy.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;

/** Of the operators that publish no Java models: as much of their resources as ours use, closed to anything else. */
final class OperatorModels {

    private OperatorModels() {}

    /** KEDA's, after its custom resource definition of 2.16. */
    record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, ScaledObjectSpec spec) {}

    record ScaledObjectSpec(
            ScaleTarget scaleTargetRef,
            Integer minReplicaCount,
            Integer maxReplicaCount,
            Integer pollingInterval,
            Fallback fallback,
            Advanced advanced,
            List<Trigger> triggers) {}

    record ScaleTarget(String name) {}

    record Fallback(Integer failureThreshold, Integer replicas) {}

    record Advanced(AutoscalerConfig horizontalPodAutoscalerConfig) {}

    record AutoscalerConfig(HorizontalPodAutoscalerBehavior behavior) {}

    record Trigger(String type, String metricType, Map<String, String> metadata) {}

    /** CloudNativePG's, after the reference of its API, 1.25. */
    record PostgresCluster(String apiVersion, String kind, ObjectMeta metadata, PostgresSpec spec) {}

    record PostgresSpec(
            Integer instances,
            String imageName,
            Bootstrap bootstrap,
            Postgresql postgresql,
            Storage storage,
            Storage walStorage,
            ResourceRequirements resources,
            Affinity affinity,
            JsonNode backup) {}

    record Bootstrap(Initdb initdb) {}

    record Initdb(String database, String owner) {}

    record Postgresql(Synchronous synchronous, Map<String, String> parameters) {}

    record Synchronous(String method, Integer number, DataDurability dataDurability) {}

    enum DataDurability {
        required,
        preferred
    }

    record Storage(String size) {}

    record Affinity(Boolean enablePodAntiAffinity, String topologyKey, String podAntiAffinityType) {}
}
