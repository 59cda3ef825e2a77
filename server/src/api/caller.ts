import type { Role } from '@foreshock/model/role.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';

/** Who asks, taken from the credential alone. */
export interface Caller {
  readonly name: string;
  readonly role: Role;
  readonly tenant: TenantId;
  /** What the audit trail shows: the id of the key, or the first digits of the session's hash. */
  readonly credential: string;
  /** Of a browser: what ends its session. Absent for a program with a key. */
  readonly session?: string;
}

const RANK: Readonly<Record<Role, number>> = { viewer: 0, responder: 1, editor: 2, admin: 3 };

export function mayAct(caller: Caller, needed: Role): boolean {
  return RANK[caller.role] >= RANK[needed];
}

/** Unknown words of older versions may do the least. */
export function roleOf(word: string): Role {
  return Object.hasOwn(RANK, word) ? (word as Role) : 'viewer';
}
