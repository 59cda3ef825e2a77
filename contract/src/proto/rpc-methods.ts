import type { OperationName } from '../catalog.ts';

export const RPC_PACKAGE = 'foreshock.v1';

/** Which operation each method is, by service. The reading half of the catalogue; what changes something is asked by REST. */
export const rpcMethods = {
  Predictions: { List: 'listPredictions', Get: 'getPrediction', Watch: 'watchPredictions' },
  Incidents: { List: 'listIncidents', Get: 'getIncident', Watch: 'watchIncidents' },
  Insights: {
    SearchLogs: 'searchLogs',
    QueryMetrics: 'queryMetrics',
    GetTrace: 'getTrace',
    Topology: 'getTopology',
    Compare: 'compareWindows',
    Explain: 'getIncident',
  },
  Calibration: { Get: 'getCalibration' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, OperationName>>>>;

/** `/foreshock.v1.Predictions/List` and so on. */
export function rpcPaths(): string[] {
  return Object.entries(rpcMethods).flatMap(([service, methods]) =>
    Object.keys(methods).map((method) => `/${RPC_PACKAGE}.${service}/${method}`),
  );
}
