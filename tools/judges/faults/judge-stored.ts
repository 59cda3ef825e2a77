// Asks the public API for every request that a client sent, and says whether all is as it was answered.
import type { Client } from '@foreshock/contract/client.ts';
import { compare, describeFaults } from '../../../test/support/oracle/compare.ts';
import type { OracleClient } from '../../../test/support/oracle/oracle-client.ts';
import { storedRequests } from '../../../test/support/oracle/stored-requests.ts';
import type { Platform } from '../../../test/support/platform.ts';
import { until } from '../../../test/support/until.ts';
import type { JudgedCase } from '../../judge.ts';

export const RESTART_WITHIN_MS = 90_000;
const STORED_WITHIN_MS = 120_000;

export interface StoredCase {
  readonly platform: Platform;
  readonly client: OracleClient;
  readonly name: string;
  readonly detail: string;
  readonly report: (judged: JudgedCase) => void;
}

/**
 * After all was stored: acknowledged exactly once, refused absent, unknown at most once, nothing in part. Resolves with the
 * client that it signed in, for questions of the case's own.
 */
export async function judgeStored({ platform, client, name, detail, report }: StoredCase): Promise<Client> {
  await until('the engine to answer', RESTART_WITHIN_MS, () => answers(platform), platform.output);
  const { client: api } = await platform.signIn();
  const { seed, origin, log } = client;
  const range = { seed, origin, sent: log.fates.size };
  let wrong = '';
  try {
    await until('all that was acknowledged to be stored', STORED_WITHIN_MS, async () => {
      wrong = describeFaults(compare(seed, log, await storedRequests(api, range)));
      return wrong === '';
    });
  } catch {
    // What is still wrong after so long is the verdict.
  }
  const figures = (['acked', 'refused', 'unknown'] as const).map((fate) => `${log.countOf(fate)} ${fate}`).join(', ');
  const retries = [...log.retries].map(([reason, count]) => `${count}x ${reason}`).join(', ');
  const seen = `${figures} of ${range.sent} requests; told to come again: ${retries || 'never'}`;
  report({
    name,
    verdict: wrong === '' ? 'held' : 'broken',
    detail: [wrong, detail, seen].filter((part) => part !== '').join('; '),
  });
  return api;
}

/** Without a session it says 401: that is an answer. */
export async function answers(platform: Platform): Promise<boolean> {
  return (await fetch(`${platform.origin}/api/v1/status`)).status === 401;
}
