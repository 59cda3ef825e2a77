import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { Answer } from './send.ts';

/** As much of an answer as is of use to people, and more. */
const MAX_ANSWER_BYTES = 65_536;

/**
 * Posts to the one server whose certificate is in `caFile` (PEM; its own, or its authority's), under whatever name it is
 * reached: who else can show that certificate? The file is read each time, since certificates are replaced.
 */
export function postPinned(
  caFile: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  signal: AbortSignal,
): Promise<Answer> {
  const pinned = {
    ca: readFileSync(caFile),
    // The types do not know it yet: a certificate that signs nothing, itself included, may be trusted too.
    allowPartialTrustChain: true,
    checkServerIdentity: () => undefined,
  };
  return new Promise((resolve, reject) => {
    const sending = request(url, { ...pinned, method: 'POST', headers, signal }, (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= MAX_ANSWER_BYTES) chunks.push(chunk);
      });
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('latin1');
        resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] ?? null, text });
      });
    });
    sending.on('error', reject);
    sending.end(body);
  });
}
