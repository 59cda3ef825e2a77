/** Messages and services of the gRPC API, as data: kept in `generated/foreshock.v1.json`, from which a server describes them. */

export interface ProtoField {
  /** As protobuf writes it: `act_by`. */
  readonly name: string;
  /** As REST writes it: `actBy`. */
  readonly json: string;
  readonly number: number;
  /** A scalar of protobuf, a well-known type by its full name, or a message of the same file. Of a map that of its values. */
  readonly type: string;
  /** `optional`: absent is told apart from the type's zero. Keys of a `map` are strings. */
  readonly label: 'single' | 'optional' | 'repeated' | 'map';
  readonly comment?: string;
  /** Elements of the list may be absent, which a list of protobuf cannot say: NaN stands for them. */
  readonly gaps?: true;
}

export interface ProtoMessage {
  readonly name: string;
  readonly fields: readonly ProtoField[];
  /** Stands for a list inside a list, which protobuf does not have; its one field is called `values`. */
  readonly isList?: true;
}

export interface ProtoMethod {
  readonly name: string;
  /** Of the catalogue. */
  readonly operation: string;
  readonly input: string;
  readonly output: string;
  readonly streams: boolean;
  /** The client sends a stream too. */
  readonly streamsIn?: true;
  readonly comment: string;
}

export interface ProtoService {
  readonly name: string;
  readonly methods: readonly ProtoMethod[];
}

export interface ProtoSchema {
  /** As in an import: `foreshock/v1/foreshock.proto`. */
  readonly file: string;
  readonly package: string;
  readonly services: readonly ProtoService[];
  readonly messages: readonly ProtoMessage[];
}

export const TIMESTAMP = 'google.protobuf.Timestamp';

/** `actByBefore` -> `act_by_before`, `p95Ms` -> `p95_ms`. */
export function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
