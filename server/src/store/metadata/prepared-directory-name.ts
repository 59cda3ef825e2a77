import { hashId } from '../../base/crypto/digest.ts';
import { migrations } from './migrate.ts';

/** Data directories of two major versions cannot read each other; PGlite 0.5 is PostgreSQL 18. */
const POSTGRES_VERSION = '18';

/** File name for `prepareMetadataDirectory`: another one as soon as what is prepared would differ. */
export function preparedDirectoryName(): string {
  return `${hashId('metadata-', POSTGRES_VERSION, JSON.stringify(migrations))}.tar`;
}
