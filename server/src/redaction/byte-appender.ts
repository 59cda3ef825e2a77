import type { TextColumn } from '@foreshock/model/text-column.ts';

/** Writes texts behind the bytes of a column, where its slices can point to. */
export interface ByteAppender {
  /** Where the text begins. */
  add(text: string): number;
  /** Where the text added last ends. */
  end(): number;
}

export interface ByteAppenders {
  /** Columns that share their bytes share what is written behind them. */
  of(bytes: Uint8Array): ByteAppender;
  /** The column over the bytes with all that was written behind them. */
  finish(column: TextColumn): TextColumn;
}

interface Growing extends ByteAppender {
  joined(): Uint8Array;
}

export function createByteAppenders(): ByteAppenders {
  const appenders = new Map<Uint8Array, Growing>();
  return {
    of(bytes) {
      const known = appenders.get(bytes) ?? createAppender(bytes);
      appenders.set(bytes, known);
      return known;
    },
    finish(column) {
      const bytes = appenders.get(column.bytes)?.joined() ?? column.bytes;
      return bytes === column.bytes ? column : { ...column, bytes };
    },
  };
}

function createAppender(bytes: Uint8Array): Growing {
  const parts: Uint8Array[] = [];
  let end = bytes.length;
  let joined: Uint8Array | undefined;
  return {
    add(text) {
      const part = Buffer.from(text);
      const start = end;
      parts.push(part);
      end += part.length;
      joined = undefined;
      return start;
    },
    end: () => end,
    joined() {
      if (parts.length === 0) return bytes;
      if (joined) return joined;
      // Not of Node's pool, whose memory is shared: threads hand these bytes on whole.
      joined = new Uint8Array(Buffer.allocUnsafeSlow(end).buffer);
      joined.set(bytes);
      let at = bytes.length;
      for (const part of parts) {
        joined.set(part, at);
        at += part.length;
      }
      return joined;
    },
  };
}
