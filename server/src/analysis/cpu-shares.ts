import type { BoundedSample } from './bounded-resource.ts';
import type { MinuteFrame } from './minute-frame.ts';

/** Processor time as a share of the container's or pod's limit, as the Collector's kubelet receiver sends it. */
const CPU_SHARE = /^(?:k8s\.container|k8s\.pod|container)\.cpu(?:\.|_)limit(?:\.|_)utilization$/;

export function isCpuShare(metric: string): boolean {
  return CPU_SHARE.test(metric);
}

/**
 * How much of its processor limit each container used at most in the minute. A processor does not run out for good as a
 * disk does, so this is no exhaustion; but a container at its limit is slow, and that may be a cause.
 */
export function cpuShares(frame: Pick<MinuteFrame, 'metrics' | 'seriesById'>): BoundedSample[] {
  const samples: BoundedSample[] = [];
  for (const rollup of frame.metrics) {
    const series = frame.seriesById.get(rollup.series);
    if (!series || !isCpuShare(series.metric)) continue;
    samples.push({
      series: series.id,
      entity: series.entity,
      instance: series.attributes['k8s.pod.name'] ?? series.attributes['k8s.container.name'] ?? '',
      measure: series.metric,
      unit: series.unit,
      value: rollup.max,
      limit: series.unit === '%' ? 100 : 1,
    });
  }
  return samples;
}
