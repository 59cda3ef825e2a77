/**
 * The services of the gRPC port and their messages, for reflection. One file of Protocol Buffers each: below `package` a
 * `message`, `enum` or `service`, and below that its fields as `number name type`, its values as `number name`, its
 * methods as `name request response`. A type is a scalar or a message or enum of any file; `[]` means repeated, `?`
 * that absence is told from the default, `@name` the oneof that a field belongs to, `stream` a streamed message.
 *
 * Also names what the decoders do not keep: who calls by reflection may send it.
 */
export const serviceSchema = `
file opentelemetry/proto/common/v1/common.proto
package opentelemetry.proto.common.v1
message AnyValue
1 string_value string @value
2 bool_value bool @value
3 int_value int64 @value
4 double_value double @value
5 array_value ArrayValue @value
6 kvlist_value KeyValueList @value
7 bytes_value bytes @value
8 string_value_strindex int32 @value
message ArrayValue
1 values AnyValue[]
message KeyValueList
1 values KeyValue[]
message KeyValue
1 key string
2 value AnyValue
3 key_strindex int32
message InstrumentationScope
1 name string
2 version string
3 attributes KeyValue[]
4 dropped_attributes_count uint32
message EntityRef
1 schema_url string
2 type string
3 id_keys string[]
4 description_keys string[]

file opentelemetry/proto/resource/v1/resource.proto
package opentelemetry.proto.resource.v1
message Resource
1 attributes KeyValue[]
2 dropped_attributes_count uint32
3 entity_refs EntityRef[]

file opentelemetry/proto/logs/v1/logs.proto
package opentelemetry.proto.logs.v1
message ResourceLogs
1 resource Resource
2 scope_logs ScopeLogs[]
3 schema_url string
message ScopeLogs
1 scope InstrumentationScope
2 log_records LogRecord[]
3 schema_url string
enum SeverityNumber
0 SEVERITY_NUMBER_UNSPECIFIED
${['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']
  .flatMap((name) => ['', '2', '3', '4'].map((step) => `SEVERITY_NUMBER_${name}${step}`))
  .map((name, index) => `${index + 1} ${name}`)
  .join('\n')}
message LogRecord
1 time_unix_nano fixed64
2 severity_number SeverityNumber
3 severity_text string
5 body AnyValue
6 attributes KeyValue[]
7 dropped_attributes_count uint32
8 flags fixed32
9 trace_id bytes
10 span_id bytes
11 observed_time_unix_nano fixed64
12 event_name string

file opentelemetry/proto/collector/logs/v1/logs_service.proto
package opentelemetry.proto.collector.logs.v1
message ExportLogsServiceRequest
1 resource_logs ResourceLogs[]
message ExportLogsServiceResponse
1 partial_success ExportLogsPartialSuccess
message ExportLogsPartialSuccess
1 rejected_log_records int64
2 error_message string
service LogsService
Export ExportLogsServiceRequest ExportLogsServiceResponse

file opentelemetry/proto/trace/v1/trace.proto
package opentelemetry.proto.trace.v1
message ResourceSpans
1 resource Resource
2 scope_spans ScopeSpans[]
3 schema_url string
message ScopeSpans
1 scope InstrumentationScope
2 spans Span[]
3 schema_url string
message Span
1 trace_id bytes
2 span_id bytes
3 trace_state string
4 parent_span_id bytes
5 name string
6 kind Span.SpanKind
7 start_time_unix_nano fixed64
8 end_time_unix_nano fixed64
9 attributes KeyValue[]
10 dropped_attributes_count uint32
11 events Span.Event[]
12 dropped_events_count uint32
13 links Span.Link[]
14 dropped_links_count uint32
15 status Status
16 flags fixed32
enum Span.SpanKind
0 SPAN_KIND_UNSPECIFIED
1 SPAN_KIND_INTERNAL
2 SPAN_KIND_SERVER
3 SPAN_KIND_CLIENT
4 SPAN_KIND_PRODUCER
5 SPAN_KIND_CONSUMER
message Span.Event
1 time_unix_nano fixed64
2 name string
3 attributes KeyValue[]
4 dropped_attributes_count uint32
message Span.Link
1 trace_id bytes
2 span_id bytes
3 trace_state string
4 attributes KeyValue[]
5 dropped_attributes_count uint32
6 flags fixed32
message Status
2 message string
3 code Status.StatusCode
enum Status.StatusCode
0 STATUS_CODE_UNSET
1 STATUS_CODE_OK
2 STATUS_CODE_ERROR

file opentelemetry/proto/collector/trace/v1/trace_service.proto
package opentelemetry.proto.collector.trace.v1
message ExportTraceServiceRequest
1 resource_spans ResourceSpans[]
message ExportTraceServiceResponse
1 partial_success ExportTracePartialSuccess
message ExportTracePartialSuccess
1 rejected_spans int64
2 error_message string
service TraceService
Export ExportTraceServiceRequest ExportTraceServiceResponse

file opentelemetry/proto/metrics/v1/metrics.proto
package opentelemetry.proto.metrics.v1
message ResourceMetrics
1 resource Resource
2 scope_metrics ScopeMetrics[]
3 schema_url string
message ScopeMetrics
1 scope InstrumentationScope
2 metrics Metric[]
3 schema_url string
message Metric
1 name string
2 description string
3 unit string
5 gauge Gauge @data
7 sum Sum @data
9 histogram Histogram @data
10 exponential_histogram ExponentialHistogram @data
11 summary Summary @data
12 metadata KeyValue[]
enum AggregationTemporality
0 AGGREGATION_TEMPORALITY_UNSPECIFIED
1 AGGREGATION_TEMPORALITY_DELTA
2 AGGREGATION_TEMPORALITY_CUMULATIVE
message Gauge
1 data_points NumberDataPoint[]
message Sum
1 data_points NumberDataPoint[]
2 aggregation_temporality AggregationTemporality
3 is_monotonic bool
message Histogram
1 data_points HistogramDataPoint[]
2 aggregation_temporality AggregationTemporality
message ExponentialHistogram
1 data_points ExponentialHistogramDataPoint[]
2 aggregation_temporality AggregationTemporality
message Summary
1 data_points SummaryDataPoint[]
message NumberDataPoint
7 attributes KeyValue[]
2 start_time_unix_nano fixed64
3 time_unix_nano fixed64
4 as_double double @value
6 as_int sfixed64 @value
5 exemplars Exemplar[]
8 flags uint32
message HistogramDataPoint
9 attributes KeyValue[]
2 start_time_unix_nano fixed64
3 time_unix_nano fixed64
4 count fixed64
5 sum double?
6 bucket_counts fixed64[]
7 explicit_bounds double[]
8 exemplars Exemplar[]
10 flags uint32
11 min double?
12 max double?
message ExponentialHistogramDataPoint
1 attributes KeyValue[]
2 start_time_unix_nano fixed64
3 time_unix_nano fixed64
4 count fixed64
5 sum double?
6 scale sint32
7 zero_count fixed64
8 positive ExponentialHistogramDataPoint.Buckets
9 negative ExponentialHistogramDataPoint.Buckets
10 flags uint32
11 exemplars Exemplar[]
12 min double?
13 max double?
14 zero_threshold double
message ExponentialHistogramDataPoint.Buckets
1 offset sint32
2 bucket_counts uint64[]
message SummaryDataPoint
7 attributes KeyValue[]
2 start_time_unix_nano fixed64
3 time_unix_nano fixed64
4 count fixed64
5 sum double
6 quantile_values SummaryDataPoint.ValueAtQuantile[]
8 flags uint32
message SummaryDataPoint.ValueAtQuantile
1 quantile double
2 value double
message Exemplar
7 filtered_attributes KeyValue[]
2 time_unix_nano fixed64
3 as_double double @value
6 as_int sfixed64 @value
4 span_id bytes
5 trace_id bytes

file opentelemetry/proto/collector/metrics/v1/metrics_service.proto
package opentelemetry.proto.collector.metrics.v1
message ExportMetricsServiceRequest
1 resource_metrics ResourceMetrics[]
message ExportMetricsServiceResponse
1 partial_success ExportMetricsPartialSuccess
message ExportMetricsPartialSuccess
1 rejected_data_points int64
2 error_message string
service MetricsService
Export ExportMetricsServiceRequest ExportMetricsServiceResponse

file grpc/health/v1/health.proto
package grpc.health.v1
message HealthCheckRequest
1 service string
message HealthCheckResponse
1 status HealthCheckResponse.ServingStatus
enum HealthCheckResponse.ServingStatus
0 UNKNOWN
1 SERVING
2 NOT_SERVING
3 SERVICE_UNKNOWN
service Health
Check HealthCheckRequest HealthCheckResponse
Watch HealthCheckRequest stream HealthCheckResponse

file grpc/reflection/v1/reflection.proto
package grpc.reflection.v1
message ServerReflectionRequest
1 host string
3 file_by_filename string @message_request
4 file_containing_symbol string @message_request
5 file_containing_extension ExtensionRequest @message_request
6 all_extension_numbers_of_type string @message_request
7 list_services string @message_request
message ExtensionRequest
1 containing_type string
2 extension_number int32
message ServerReflectionResponse
1 valid_host string
2 original_request ServerReflectionRequest
4 file_descriptor_response FileDescriptorResponse @message_response
5 all_extension_numbers_response ExtensionNumberResponse @message_response
6 list_services_response ListServiceResponse @message_response
7 error_response ErrorResponse @message_response
message FileDescriptorResponse
1 file_descriptor_proto bytes[]
message ExtensionNumberResponse
1 base_type_name string
2 extension_number int32[]
message ListServiceResponse
1 service ServiceResponse[]
message ServiceResponse
1 name string
message ErrorResponse
1 error_code int32
2 error_message string
service ServerReflection
ServerReflectionInfo stream ServerReflectionRequest stream ServerReflectionResponse
`;
