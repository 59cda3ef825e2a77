import { type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { KeyRing } from '../base/crypto/key-ring.ts';
import { compileSettings } from '../redaction/config.ts';
import { createRedactor, type Redactor } from '../redaction/create-redactor.ts';
import { pseudonymKeyPurpose } from '../redaction/pseudonym.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import { findRedactionSettings } from '../store/metadata/redaction-settings.ts';

/** By the settings of the project; `input-invalid` where they cannot be used. */
export async function findRedactor(tenant: TenantId, db: MetadataDatabase, keys: KeyRing): Promise<Result<Redactor>> {
  const { settings } = await findRedactionSettings(db, tenant);
  const compiled = compileSettings(settings);
  if (!compiled.ok) return compiled;
  return success(createRedactor(compiled.value, keys.derive(pseudonymKeyPurpose(tenant, settings.keyVersion))));
}

/** The same. Throws where the settings cannot be used: rather no text than one that was not searched. */
export async function redactorOf(tenant: TenantId, db: MetadataDatabase, keys: KeyRing): Promise<Redactor> {
  const found = await findRedactor(tenant, db, keys);
  if (!found.ok) throw new Error(`redaction settings cannot be used: ${found.error.message}`);
  return found.value;
}
