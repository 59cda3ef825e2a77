import schema from '../../generated/foreshock.v1.json' with { type: 'json' };
import type { ProtoSchema } from './proto-schema.ts';

/** As generated. The cast holds: the file is written from a value of this type, and a check keeps it fresh. */
export const apiSchema = schema as ProtoSchema;
