/** A project: its telemetry, findings and keys are kept apart from every other's. */
export type TenantId = string & { readonly tenant: unique symbol };

const TENANT_ID = /^[a-z][a-z0-9-]{0,39}$/;

/** `undefined` unless 1 to 40 of `a-z 0-9 -`, starting with a letter. Safe in paths and names of tables. */
export function parseTenantId(text: string): TenantId | undefined {
  return TENANT_ID.test(text) ? (text as TenantId) : undefined;
}
