import type { Timestamp } from '@foreshock/model/time.ts';

/** A Kubernetes event as the API server keeps it. */
export interface ClusterEventRecord {
  readonly time: Timestamp;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly kind:
    | 'Pod'
    | 'Deployment'
    | 'ReplicaSet'
    | 'StatefulSet'
    | 'Node'
    | 'HorizontalPodAutoscaler'
    | 'Certificate'
    | 'Job';
  readonly name: string;
  readonly namespace: string;
  /** Component that reports it: `kubelet`, `default-scheduler`. */
  readonly source: string;
  readonly node: string;
  readonly count: number;
}
