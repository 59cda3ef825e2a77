import { exporterBlock } from '@foreshock/model/wording/exporter-block.ts';
import { type CliCommand, tell } from './cli-tools.ts';

export const connectCommand: CliCommand = {
  name: 'connect',
  usage: '',
  summary: 'where to send, and what to copy into the configuration of a Collector',
  flags: [],
  words: 0,
  run: async (call) => {
    const { endpoints } = await call.client('getStatus', {});
    const answer = { ...endpoints, exporter: exporterBlock(endpoints.otlpHttp) };
    return tell(call, answer, ({ otlpHttp, otlpGrpc, exporter }) =>
      // Comments, so that the whole can be written to a file as it is.
      [
        `# OTLP over HTTP: ${otlpHttp}`,
        `# OTLP over gRPC: ${otlpGrpc}`,
        '# FORESHOCK_TOKEN: a key of the page Connect; from this machine none is needed',
        exporter.trimEnd(),
      ].join('\n'),
    );
  },
};
