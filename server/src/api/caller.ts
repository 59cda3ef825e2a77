import type { Role } from '@foreshock/contract/operation.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';

/** Who asks, taken from the credential alone. */
export interface Caller {
  readonly name: string;
  readonly role: Role;
  readonly tenant: TenantId;
  /** Hash of the session, for ending it and for the audit trail. */
  readonly credential: string;
}

const RANK: Readonly<Record<Role, number>> = { viewer: 0, responder: 1, editor: 2, admin: 3 };

export function mayAct(caller: Caller, needed: Role): boolean {
  return RANK[caller.role] >= RANK[needed];
}
