/** Of the OpenTelemetry Collector: everything that arrives goes out by gRPC or by HTTP, and into a file to count by. */
export interface CollectorOptions {
  readonly logFile: string;
  readonly otlpGrpc: string;
  readonly otlpHttp: string;
  /** Of the Collector's own OTLP receiver. */
  readonly receiverPort: number;
  /** What was sent, as OTLP/JSON, one request a line. */
  readonly sentFile: string;
}

export function collectorConfiguration(options: CollectorOptions): string {
  const { logFile, otlpGrpc, otlpHttp, receiverPort, sentFile } = options;
  return JSON.stringify({
    receivers: {
      otlp: { protocols: { grpc: { endpoint: `127.0.0.1:${receiverPort}` } } },
      'file_log/grpc': { include: [logFile], start_at: 'beginning' },
      'file_log/http': { include: [logFile], start_at: 'beginning' },
      'hostmetrics/grpc': hostMetrics,
      'hostmetrics/http': hostMetrics,
    },
    processors: {
      'resource/grpc': named('grpc'),
      'resource/http': named('http'),
    },
    exporters: {
      otlp: { endpoint: otlpGrpc, tls: { insecure: true }, compression: 'zstd' },
      otlp_http: { endpoint: otlpHttp, compression: 'gzip' },
      file: { path: sentFile },
    },
    service: {
      telemetry: { metrics: { level: 'none' }, logs: { level: 'warn' } },
      pipelines: {
        'logs/grpc': { receivers: ['file_log/grpc'], processors: ['resource/grpc'], exporters: ['otlp', 'file'] },
        'logs/http': { receivers: ['file_log/http'], processors: ['resource/http'], exporters: ['otlp_http', 'file'] },
        'metrics/grpc': { receivers: ['hostmetrics/grpc'], processors: ['resource/grpc'], exporters: ['otlp', 'file'] },
        'metrics/http': {
          receivers: ['hostmetrics/http'],
          processors: ['resource/http'],
          exporters: ['otlp_http', 'file'],
        },
        'logs/relay': { receivers: ['otlp'], exporters: ['otlp', 'file'] },
        'metrics/relay': { receivers: ['otlp'], exporters: ['otlp_http', 'file'] },
        'traces/relay': { receivers: ['otlp'], exporters: ['otlp', 'file'] },
      },
    },
  });
}

const hostMetrics = {
  collection_interval: '1s',
  scrapers: { cpu: {}, memory: {}, load: {}, filesystem: {}, network: {}, disk: {}, paging: {} },
};

function named(way: string) {
  return {
    attributes: [
      { key: 'service.name', value: `agent-${way}`, action: 'upsert' },
      { key: 'k8s.node.name', value: 'node-of-this-test', action: 'upsert' },
    ],
  };
}
