/** Numbers in bulk stay bytes; the rest is JSON. */
type Block = Float64Array | Float32Array | Uint8Array;

const HEADER_BYTES = 8;
const ALIGNMENT = 8;

interface Placed {
  readonly block: 'f64' | 'f32' | 'u8';
  readonly at: number;
  readonly length: number;
}

/** State as bytes. Typed arrays keep their bits; everything else must survive JSON. */
export function encodeSnapshot(state: unknown): Uint8Array {
  const blocks: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let end = 0;
  const json = JSON.stringify(state, (_key, value: unknown) => {
    const block = nameOf(value);
    if (block === undefined) return value;
    // `nameOf` gave a name, so it is a block.
    const numbers = value as Block;
    const at = end;
    blocks.push({ at, bytes: new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength) });
    end += Math.ceil(numbers.byteLength / ALIGNMENT) * ALIGNMENT;
    return { block, at, length: numbers.length } satisfies Placed;
  });
  const text = new TextEncoder().encode(json);
  const start = blocksStart(text.length);
  const bytes = new Uint8Array(start + end);
  new DataView(bytes.buffer).setUint32(0, text.length);
  bytes.set(text, HEADER_BYTES);
  for (const block of blocks) bytes.set(block.bytes, start + block.at);
  return bytes;
}

/** What `encodeSnapshot` took. The caller names the type: bytes of another version are not read here. */
export function decodeSnapshot<State>(bytes: Uint8Array): State {
  // Blocks need an aligned buffer of their own.
  const own = bytes.slice();
  const length = new DataView(own.buffer).getUint32(0);
  const text = new TextDecoder().decode(own.subarray(HEADER_BYTES, HEADER_BYTES + length));
  const start = blocksStart(length);
  return JSON.parse(text, (_key, value: unknown) =>
    isPlaced(value) ? blockAt(own.buffer, start, value) : value,
  ) as State;
}

function blocksStart(textLength: number): number {
  return Math.ceil((HEADER_BYTES + textLength) / ALIGNMENT) * ALIGNMENT;
}

function nameOf(value: unknown): Placed['block'] | undefined {
  if (value instanceof Float64Array) return 'f64';
  if (value instanceof Float32Array) return 'f32';
  return value instanceof Uint8Array ? 'u8' : undefined;
}

function isPlaced(value: unknown): value is Placed {
  return typeof value === 'object' && value !== null && 'block' in value && 'at' in value && 'length' in value;
}

function blockAt(buffer: ArrayBuffer, start: number, placed: Placed): Block {
  const from = start + placed.at;
  switch (placed.block) {
    case 'f64':
      return new Float64Array(buffer, from, placed.length);
    case 'f32':
      return new Float32Array(buffer, from, placed.length);
    case 'u8':
      return new Uint8Array(buffer, from, placed.length);
  }
}
