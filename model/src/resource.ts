import type { Attributes } from './attributes.ts';

/** What sent a group of records, as in OTLP, with the scope below it. */
export interface ResourceScope {
  readonly resource: Attributes;
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly schemaUrl: string;
}
