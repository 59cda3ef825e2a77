import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AttributesToSend, Metric, NumberPoint } from '@foreshock/otlp/telemetry-to-send.ts';
import { readCsv } from '../read-csv.ts';
import { deploymentOfPod, resourceOfPod } from './recorded-resource.ts';
import type { RecordedDay } from './recorded-system.ts';

export interface RecordedPoints {
  readonly resource: AttributesToSend;
  readonly timeUnixNano: bigint;
  readonly metrics: readonly Gauge[];
}

export type Gauge = Extract<Metric, { readonly type: 'gauge' }>;

interface Column {
  readonly name: string;
  readonly unit: string;
  /** From the recorded unit to the one sent. */
  readonly factor: number;
}

/** Names of the Collector's kubelet receiver where it has one; success rates are left out, which are 0 throughout. */
const POD_COLUMNS: Readonly<Record<string, Column>> = {
  'CpuUsage(m)': { name: 'k8s.pod.cpu.usage', unit: '{cpu}', factor: 1e-3 },
  'CpuUsageRate(%)': { name: 'k8s.container.cpu_limit_utilization', unit: '1', factor: 1e-2 },
  'MemoryUsage(Mi)': { name: 'k8s.pod.memory.usage', unit: 'By', factor: 2 ** 20 },
  'MemoryUsageRate(%)': { name: 'k8s.container.memory_limit_utilization', unit: '1', factor: 1e-2 },
  NetworkReceiveBytes: { name: 'k8s.pod.network.receive_rate', unit: 'By/s', factor: 1 },
  NetworkTransmitBytes: { name: 'k8s.pod.network.transmit_rate', unit: 'By/s', factor: 1 },
  'PodClientLatencyP95(s)': { name: 'http.client.request.duration.p95', unit: 's', factor: 1 },
  'PodServerLatencyP95(s)': { name: 'http.server.request.duration.p95', unit: 's', factor: 1 },
  'PodWorkload(Ops)': { name: 'http.server.request.rate', unit: '{request}/s', factor: 1 },
};

/** Median durations per call edge, seen by the caller and by the callee; names of the Collector's service graph connector. */
const EDGE_FILES: Readonly<Record<string, string>> = {
  'source-50.csv.gz': 'traces_service_graph_request_client',
  'destination-50.csv.gz': 'traces_service_graph_request_server',
};

/** All points of the day in the order of files; times as recorded. */
export function readMetrics(day: RecordedDay, namespace: string): RecordedPoints[] {
  const folder = join(day.folder, 'metrics');
  const pods = readdirSync(folder).filter(
    (name) => deploymentOfPod(name) !== '' && /-[a-z0-9]+-[a-z0-9]+\.csv\.gz$/.test(name),
  );
  const points = pods.flatMap((file) => readPod(join(folder, file), namespace));
  for (const [file, metric] of Object.entries(EDGE_FILES)) {
    if (existsSync(join(folder, file))) points.push(...readEdges(join(folder, file), metric, namespace));
  }
  return points;
}

function readPod(path: string, namespace: string): RecordedPoints[] {
  return readCsv(path).map((row) => {
    const timeUnixNano = nanosOf(row.TimeStamp!);
    const metrics = Object.entries(POD_COLUMNS).flatMap(([column, { name, unit, factor }]): Gauge[] => {
      const value = numberOf(row[column]);
      if (value === undefined) return [];
      return [{ type: 'gauge', name, unit, points: [{ timeUnixNano, value: value * factor }] }];
    });
    return { resource: resourceOfPod(row.PodName!, namespace), timeUnixNano, metrics };
  });
}

function readEdges(path: string, name: string, namespace: string): RecordedPoints[] {
  return readCsv(path).map(({ time: _, timestamp = '', ...edges }) => {
    const timeUnixNano = nanosOf(timestamp);
    const points = Object.entries(edges).flatMap(([edge, text]) => {
      const [client = '', server = ''] = edge.split('_');
      const value = numberOf(text);
      return value === undefined ? [] : [{ timeUnixNano, value, attributes: { client, server, quantile: '0.5' } }];
    });
    return {
      resource: { 'k8s.namespace.name': namespace },
      timeUnixNano,
      metrics: [{ type: 'gauge', name, unit: 's', points }],
    };
  });
}

function nanosOf(seconds: string): bigint {
  return BigInt(seconds) * 1_000_000_000n;
}

/** Empty cells and `NaN` are gaps. */
function numberOf(text: string | undefined): number | undefined {
  const value = Number(text);
  return text === undefined || text === '' || !Number.isFinite(value) ? undefined : value;
}

export function shiftGauge(gauge: Gauge, nanos: bigint): Gauge {
  const shifted = (point: NumberPoint): NumberPoint => ({ ...point, timeUnixNano: point.timeUnixNano + nanos });
  return { ...gauge, points: gauge.points.map(shifted) };
}
