import type { AttributesToSend } from '@foreshock/otlp/telemetry-to-send.ts';

/** `frontend-579b9bff58-t2dbm` belongs to the deployment `frontend`. */
export function deploymentOfPod(pod: string): string {
  return pod.split('-').slice(0, -2).join('-');
}

/** What the Collector's k8sattributes processor would put on telemetry of the pod. */
export function resourceOfPod(pod: string, namespace: string): AttributesToSend {
  const deployment = deploymentOfPod(pod);
  return {
    'service.name': deployment,
    'k8s.namespace.name': namespace,
    'k8s.deployment.name': deployment,
    'k8s.pod.name': pod,
  };
}
