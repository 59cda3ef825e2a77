import type { Client } from '@foreshock/contract/client.ts';
import type { ownedKinds } from '@foreshock/contract/operations/config-ownership.ts';

export type OwnedKind = (typeof ownedKinds)[number];

/** Brings the project nearer to the file; each is done as a whole or not at all. */
export interface ConfigStep {
  /** `add slo "checkout answers"`; several where one request does them together. */
  readonly what: readonly string[];
  readonly run: (client: Client) => Promise<unknown>;
}

/** Whether a file made it, or took it over. */
export type IsOwned = (kind: OwnedKind, id: string) => boolean;

/** Of a reference in the file; throws with what is missing. */
export type ReadSecret = (reference: string, place: string) => string;

export interface PlanOptions {
  /** Also what a file made before and this one does not name. */
  readonly deletesOwned: boolean;
  /** Secrets of channels that are as the file says, too: nobody can see whether they changed. */
  readonly sendsSecrets: boolean;
  readonly readSecret: ReadSecret;
}
