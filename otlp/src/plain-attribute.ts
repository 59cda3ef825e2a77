// Hot path, measured by benchmarks/otlp-decode.ts.

/**
 * Where a plain KeyValue ends whose length stands at `at`, or -1 when it must be read field by field.
 *
 * Plain is what nearly all senders write for nearly all attributes: key, then value, each once, every length below 128,
 * the value a string, a number or a boolean of one or two bytes, or a double. Then the key begins at `at + 3`, its length
 * stands before it, and the content of the value begins 2 bytes behind the key. No byte beyond `limit` decides.
 */
export function plainAttributeEnd(bytes: Uint8Array, at: number, limit: number): number {
  if (at + 5 > limit) return -1;
  const length = bytes[at]!;
  const end = at + 1 + length;
  if (length > 0x7f || end > limit || bytes[at + 1] !== 0x0a) return -1;
  const keyLength = bytes[at + 2]!;
  const value = at + 3 + keyLength;
  // Also keeps all that follows inside of the attribute: a value has 2 bytes before its content, a content 2 at least.
  if (keyLength > 0x7f || value + 4 > end || bytes[value] !== 0x12) return -1;
  if (value + 2 + bytes[value + 1]! !== end) return -1;
  const content = value + 2;
  const first = bytes[content + 1]!;
  switch (bytes[content]) {
    case 0x0a:
      return first < 0x80 && content + 2 + first === end ? end : -1;
    case 0x10:
    case 0x18:
      if (content + 2 === end) return first < 0x80 ? end : -1;
      return content + 3 === end && first >= 0x80 && bytes[content + 2]! < 0x80 ? end : -1;
    case 0x21:
      return content + 9 === end ? end : -1;
    default:
      return -1;
  }
}
