/** Attributes that name the workload of a pod, in the order of the conventions for `service.name` in Kubernetes. */
export const workloadKeys = [
  'k8s.deployment.name',
  'k8s.statefulset.name',
  'k8s.daemonset.name',
  'k8s.cronjob.name',
  'k8s.job.name',
  'k8s.replicaset.name',
] as const;
