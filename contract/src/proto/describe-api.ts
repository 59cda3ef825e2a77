import { catalog } from '../catalog.ts';
import type { Operation } from '../operation.ts';
import * as anomalies from '../operations/anomalies.ts';
import * as calibration from '../operations/calibration.ts';
import * as confirmedCauses from '../operations/confirmed-causes.ts';
import * as differences from '../operations/differences.ts';
import * as incidents from '../operations/incidents.ts';
import * as predictions from '../operations/predictions.ts';
import * as telemetry from '../operations/telemetry.ts';
import * as topology from '../operations/topology.ts';
import * as shapes from '../shapes.ts';
import { describeInput, describeOutput, type MessageNames, nameShapes } from './describe-messages.ts';
import { numberFields } from './number-fields.ts';
import type { ProtoSchema } from './proto-schema.ts';
import { RPC_PACKAGE, rpcMethods } from './rpc-methods.ts';

const NAMED = [
  shapes,
  predictions,
  incidents,
  anomalies,
  confirmedCauses,
  differences,
  telemetry,
  topology,
  calibration,
];

/** `before`: as it was last written down; its numbers stay. Throws where something of it is gone. */
export function describeApi(before: Pick<ProtoSchema, 'messages'>): ProtoSchema {
  const names: MessageNames = { shapes: nameShapes(NAMED), messages: new Map() };
  const services = Object.entries(rpcMethods).map(([name, methods]) => ({
    name,
    methods: Object.entries(methods).map(([method, operation]) => {
      const description: Operation = catalog[operation];
      return {
        name: method,
        operation,
        input: describeInput(description, names),
        output: describeOutput(description, names),
        streams: description.kind === 'watch',
        comment: description.summary,
      };
    }),
  }));
  const messages = numberFields([...names.messages.values()], before.messages);
  return { file: 'foreshock/v1/foreshock.proto', package: RPC_PACKAGE, services, messages };
}
