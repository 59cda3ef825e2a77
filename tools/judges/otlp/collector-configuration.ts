/** How telemetry goes out of the Collector: one exporter for each. */
export const ways = ['grpc-gzip', 'grpc-zstd', 'http-gzip', 'http-zstd'] as const;
export type Way = (typeof ways)[number];

export interface CollectorOptions {
  readonly otlpGrpc: string;
  readonly otlpHttp: string;
  /** Of the Collector's own OTLP receivers. */
  readonly receiverPorts: Readonly<Record<Way, number>>;
  /** Where the queues are kept over a restart. */
  readonly storage: string;
  /** What was given to the exporters, as OTLP/JSON, one request a line. */
  readonly sentFile: string;
  /** Absent for a Collector that has nothing of its own to say and only empties its queues. */
  readonly logFile?: string;
}

/** Everything that arrives goes out by its way, through a queue on disk, and into a file to count by. */
export function collectorConfiguration(options: CollectorOptions): string {
  const { logFile, receiverPorts, storage, sentFile } = options;
  const hasOwn = logFile !== undefined;
  return JSON.stringify({
    extensions: { file_storage: { directory: storage, create_directory: true } },
    receivers: of((way) => ({
      [`otlp/${way}`]: { protocols: { grpc: { endpoint: `127.0.0.1:${receiverPorts[way]}` } } },
      ...(hasOwn && {
        [`file_log/${way}`]: { include: [logFile], start_at: 'beginning' },
        [`hostmetrics/${way}`]: hostMetrics,
      }),
    })),
    processors: of((way) => ({ [`resource/${way}`]: named(way) })),
    exporters: { file: { path: sentFile }, ...of((way) => ({ [exporterOf(way)]: exporter(way, options) })) },
    service: {
      extensions: ['file_storage'],
      telemetry: { metrics: { level: 'none' }, logs: { level: 'error' } },
      pipelines: of((way) => {
        const rest = { processors: [`resource/${way}`], exporters: [exporterOf(way), 'file'] };
        const own = (receiver: string): string[] => (hasOwn ? [`${receiver}/${way}`] : []);
        return {
          [`logs/${way}`]: { receivers: [`otlp/${way}`, ...own('file_log')], ...rest },
          [`metrics/${way}`]: { receivers: [`otlp/${way}`, ...own('hostmetrics')], ...rest },
          [`traces/${way}`]: { receivers: [`otlp/${way}`], ...rest },
        };
      }),
    },
  });
}

function of(make: (way: Way) => object): object {
  return Object.assign({}, ...ways.map(make));
}

function exporterOf(way: Way): string {
  return `${way.startsWith('grpc') ? 'otlp' : 'otlp_http'}/${way}`;
}

function exporter(way: Way, { otlpGrpc, otlpHttp }: CollectorOptions): object {
  return {
    ...(way.startsWith('grpc') ? { endpoint: otlpGrpc, tls: { insecure: true } } : { endpoint: otlpHttp }),
    compression: way.endsWith('gzip') ? 'gzip' : 'zstd',
    sending_queue: { storage: 'file_storage', num_consumers: 4, queue_size: 100_000 },
    // A gateway that is started again is back within seconds.
    retry_on_failure: { initial_interval: '200ms', max_interval: '2s', max_elapsed_time: '0s' },
  };
}

const hostMetrics = {
  collection_interval: '1s',
  scrapers: { cpu: {}, memory: {}, load: {}, filesystem: {}, network: {}, disk: {}, paging: {} },
};

function named(way: Way) {
  return {
    attributes: [
      { key: 'service.name', value: `by-${way}`, action: 'upsert' },
      { key: 'k8s.node.name', value: 'node-of-this-test', action: 'upsert' },
    ],
  };
}
