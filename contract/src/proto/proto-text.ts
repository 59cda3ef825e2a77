import { type ProtoField, type ProtoSchema, TIMESTAMP } from './proto-schema.ts';

/** The `.proto` file, for who generates a client. */
export function protoText(schema: ProtoSchema): string {
  const services = schema.services.map(({ name, methods }) => {
    const lines = methods.map(
      ({ name: method, input, output, streams, comment }) =>
        `  // ${comment}\n  rpc ${method}(${input}) returns (${streams ? 'stream ' : ''}${output});`,
    );
    return `service ${name} {\n${lines.join('\n')}\n}`;
  });
  const messages = schema.messages.map(({ name, fields }) => `message ${name} {\n${fields.map(lineOf).join('\n')}\n}`);
  return `// Made by npm run generate from the operations of the catalogue. Numbers never change; fields are only added.
syntax = "proto3";

package ${schema.package};

import "${TIMESTAMP_FILE}";

${[...services, ...messages].join('\n\n')}
`;
}

export const TIMESTAMP_FILE = 'google/protobuf/timestamp.proto';

function lineOf({ name, json, number, type, label, comment, gaps }: ProtoField): string {
  const said = [comment, gaps && 'NaN where there is none'].filter((part) => part !== undefined).join('; ');
  const above = said === '' ? '' : `  // ${said}\n`;
  const written = type === TIMESTAMP ? TIMESTAMP : type;
  const prefix = label === 'map' ? `map<string, ${written}>` : `${label === 'single' ? '' : `${label} `}${written}`;
  const option = jsonNameOf(name) === json ? '' : ` [json_name = "${json}"]`;
  return `${above}  ${prefix} ${name} = ${number}${option};`;
}

/** What protobuf calls a field in JSON when it is not told. */
export function jsonNameOf(name: string): string {
  return name.replace(/_+(\w?)/g, (_, letter: string) => letter.toUpperCase());
}
