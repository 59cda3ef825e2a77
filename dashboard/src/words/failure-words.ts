import type { Failure } from '@foreshock/model/failure.ts';

/** What happens to the entity, so that its name can stand in front. */
const happenings: Readonly<Record<Failure, string>> = {
  out_of_memory: 'runs out of memory',
  crash_loop: 'crashes again and again',
  image_pull: 'cannot fetch its image',
  start_error: 'fails to start',
  unready: 'is not ready',
  evicted: 'is evicted',
  unschedulable: 'finds no place to run',
  volume_mount: 'cannot mount its volume',
  node_not_ready: 'stops answering',
  node_pressure: 'runs short of memory or disk',
  node_reboot: 'reboots',
  rollout_stuck: 'rollout is stuck',
  availability_loss: 'loses replicas',
  autoscaler_saturated: 'cannot scale further',
  job_failed: 'job fails',
  slo_availability: 'fails too many requests',
  slo_latency: 'is too slow',
  traffic_loss: 'loses its traffic',
  dependency_outage: 'loses a dependency',
  disk_full: 'disk is full',
  pool_exhausted: 'runs out of connections',
  replication_lag: 'replica falls behind',
  queue_backlog: 'queue grows too long',
  datastore_down: 'data store is down',
  control_plane: 'control plane fails',
  cert_expiry: 'certificate ends',
  quota: 'reaches its quota',
  alert_storm: 'raises a storm of alerts',
  external: 'loses an outside service',
  declared: 'has a declared failure',
};

export function failureWords(failure: string): string {
  return happenings[failure as Failure] ?? failure.replaceAll('_', ' ');
}
