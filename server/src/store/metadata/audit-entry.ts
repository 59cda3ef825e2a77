/** Who did what. No secret and no telemetry text belongs in here. */
export interface AuditEntry {
  /** The person, or the part of the program that acted by itself. */
  readonly actor: string;
  /** Verb and noun: `sign-in`, `incident.acknowledge`, `ingest-key.revoke`. */
  readonly action: string;
  /** Id of what it was done to, empty when there is none. */
  readonly object: string;
  /** Id of the session or key, and the address it came from; empty when unknown. */
  readonly credential: string;
  readonly address: string;
  readonly outcome: 'done' | 'refused';
  readonly details?: Readonly<Record<string, string>>;
}
