/** Levels of arrays and maps within a value; what lies deeper is cut. Real telemetry stays below ten. */
export const MAX_VALUE_DEPTH = 32;

/** An empty record takes two bytes on the wire and about eighty in columns: the bound keeps hostile requests small. */
export const MAX_RECORDS = 1_048_576;

/** Of one point. SDKs use 160 by default; a bucket may take one byte on the wire and sixteen in memory. */
export const MAX_BUCKETS = 16_384;

/** Rendering a value as JSON can take six times its bytes, and slices are numbers of 32 bits. */
export const MAX_BODY_BYTES = 512 * 1024 * 1024;
