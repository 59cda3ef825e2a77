/** The part of a Collector configuration that sends to `endpoint` (OTLP over HTTP), with a durable queue. */
export function exporterBlock(endpoint: string): string {
  return `extensions:
  file_storage: {directory: "\${env:QUEUE_DIR}", create_directory: true, fsync: true}
exporters:
  otlp_http/foreshock:
    endpoint: ${endpoint}
    compression: zstd
    headers: {authorization: "Bearer \${env:FORESHOCK_TOKEN}"}
    retry_on_failure: {max_elapsed_time: 0}
    sending_queue: {storage: file_storage, block_on_overflow: true, sizer: bytes, queue_size: 1000000000}
service:
  extensions: [file_storage]
  pipelines:
    logs: {receivers: [otlp], exporters: [otlp_http/foreshock]}
    metrics: {receivers: [otlp], exporters: [otlp_http/foreshock]}
    traces: {receivers: [otlp], exporters: [otlp_http/foreshock]}
`;
}
