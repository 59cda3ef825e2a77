import { defaultRedactionSettings } from '@foreshock/model/redaction.ts';
import { compileSettings } from './config.ts';
import { createRedactor, type Redactor } from './create-redactor.ts';

/** The redactor of a project that nobody has changed. `key`: 32 bytes. */
export function createDefaultRedactor(key: Uint8Array): Redactor {
  const compiled = compileSettings(defaultRedactionSettings);
  if (!compiled.ok) throw new Error(compiled.error.message);
  return createRedactor(compiled.value, key);
}
