import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Caller } from './caller.ts';

/** The program itself, where it asks in the name of nobody: it may read one project and change nothing. */
export function innerCaller(tenant: TenantId): Caller {
  return { name: 'foreshock', role: 'viewer', tenant, credential: 'inner' };
}
