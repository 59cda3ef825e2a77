import type { Failure } from '../failure.ts';

interface FailureWords {
  /** After "likely to", "about 7 in 10 to". */
  readonly verb: string;
  /** As a noun: "chance of ...". */
  readonly noun: string;
  /** A few words for lists: "checkout-db pool". */
  readonly short: string;
}

/** Plain words for each failure, active and short. */
export const failureWords: Readonly<Record<Failure, FailureWords>> = {
  out_of_memory: { verb: 'run out of memory', noun: 'running out of memory', short: 'memory' },
  crash_loop: { verb: 'crash again and again', noun: 'a crash loop', short: 'crash loop' },
  image_pull: { verb: 'fail to pull its image', noun: 'a failed image pull', short: 'image pull' },
  start_error: { verb: 'fail to start', noun: 'a failed start', short: 'start' },
  unready: { verb: 'become unready', noun: 'becoming unready', short: 'readiness' },
  evicted: { verb: 'be evicted', noun: 'an eviction', short: 'eviction' },
  unschedulable: { verb: 'find no node to run on', noun: 'finding no node', short: 'scheduling' },
  volume_mount: { verb: 'fail to mount its volume', noun: 'a failed mount', short: 'volume mount' },
  node_not_ready: { verb: 'become not ready', noun: 'becoming not ready', short: 'node' },
  node_pressure: { verb: 'come under pressure', noun: 'node pressure', short: 'node pressure' },
  node_reboot: { verb: 'reboot', noun: 'a reboot', short: 'reboot' },
  rollout_stuck: { verb: 'get stuck in its rollout', noun: 'a stuck rollout', short: 'rollout' },
  availability_loss: { verb: 'lose too many replicas', noun: 'losing too many replicas', short: 'availability' },
  autoscaler_saturated: {
    verb: 'reach the end of its autoscaling',
    noun: 'the end of autoscaling',
    short: 'autoscaling',
  },
  job_failed: { verb: 'fail its job', noun: 'a failed job', short: 'job' },
  slo_availability: { verb: 'fail too many requests', noun: 'failing too many requests', short: 'errors' },
  slo_latency: { verb: 'answer too slowly', noun: 'answering too slowly', short: 'latency' },
  traffic_loss: { verb: 'lose its traffic', noun: 'losing its traffic', short: 'traffic' },
  dependency_outage: { verb: 'lose a dependency', noun: 'a dependency outage', short: 'dependency' },
  disk_full: { verb: 'run out of disk', noun: 'a full disk', short: 'disk' },
  pool_exhausted: { verb: 'run out of connections', noun: 'connection exhaustion', short: 'pool' },
  replication_lag: { verb: 'fall behind in replication', noun: 'replication lag', short: 'replication' },
  queue_backlog: { verb: 'fall behind its queue', noun: 'a queue backlog', short: 'queue' },
  datastore_down: { verb: 'become unavailable', noun: 'a data store outage', short: 'data store' },
  control_plane: { verb: 'degrade', noun: 'a degraded control plane', short: 'control plane' },
  cert_expiry: { verb: 'see its certificate end', noun: 'the end of its certificate', short: 'certificate' },
  quota: { verb: 'reach its quota', noun: 'reaching its quota', short: 'quota' },
  alert_storm: { verb: 'raise an alert storm', noun: 'an alert storm', short: 'alert storm' },
  external: { verb: 'raise an outside alert', noun: 'an outside alert', short: 'outside alert' },
  declared: { verb: 'fail as declared', noun: 'a declared failure', short: 'declared' },
};
