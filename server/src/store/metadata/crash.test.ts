import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, onTestFinished, test } from 'vitest';
import { loadAnalysisState } from './analysis-state.ts';
import { openMetadata } from './database.ts';
import { readLedgerHead, verifyLedger } from './ledger.ts';
import { OPENING_MS, TEST_KEY, TEST_PREPARED } from './open-test-metadata.ts';
import { listPredictionRevisions } from './predictions.ts';

const acme = 'acme' as TenantId;

/** Keeps one tick after another and prints the watermark of each, in minutes, once it is acknowledged. */
function startTicking(directory: string): ChildProcess {
  const here = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
  const program = `(async () => {
    const { writeSync } = await import('node:fs');
    const { openMetadata } = await import(${here('./database.ts')});
    const { ensureTenant } = await import(${here('./tenants.ts')});
    const { keepFindings } = await import(${here('./findings.ts')});
    const { loadAnalysisState } = await import(${here('./analysis-state.ts')});
    const { testFindings, testForecast, testPrediction } = await import(${here('./test-findings.ts')});
    const options = ${JSON.stringify({ directory, preparedDirectory: TEST_PREPARED })};
    const opened = await openMetadata({ ...options, key: Uint8Array.from(${JSON.stringify([...TEST_KEY])}) });
    if (!opened.ok) throw new Error(opened.error.message);
    const { db } = opened.value;
    await ensureTenant(db, 'acme', 0);
    let tick = ((await loadAnalysisState(db, 'acme'))?.watermark ?? 0) / ${MINUTE};
    writeSync(1, 'found ' + tick + '\\n');
    for (;;) {
      tick += 1;
      const predictions = [testPrediction('prd_1', { revision: tick })];
      const ledger = [testForecast('prd_1', 0.5, tick), testForecast('prd_2', 0.1, tick)];
      const snapshot = new Uint8Array(3_000).fill(tick);
      await keepFindings(db, 'acme', testFindings(tick * ${MINUTE}, { predictions, ledger }), snapshot);
      writeSync(1, 'kept ' + tick + '\\n');
    }
  })()`;
  return spawn(process.execPath, ['--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] });
}

test(
  'after kill -9 every acknowledged tick is there, and every tick is there whole',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'foreshock-crash-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    let acknowledged = 0;
    for (const ticks of [4, 1, 25, 11]) {
      const child = startTicking(directory);
      let left = ticks;
      for await (const line of createInterface(child.stdout!)) {
        const [word, tick] = line.split(' ');
        if (word === 'found') {
          expect(Number(tick)).toBeGreaterThanOrEqual(acknowledged);
          expect(Number(tick)).toBeLessThanOrEqual(acknowledged + 1);
        } else {
          acknowledged = Number(tick);
          left -= 1;
        }
        if (left === 0) child.kill('SIGKILL'); // in the middle of the tick that follows
      }
      if (child.signalCode === null) await once(child, 'exit');
      expect(child.signalCode).toBe('SIGKILL');
    }
    expect(acknowledged).toBeGreaterThanOrEqual(41);

    const opened = await openMetadata({ directory, key: TEST_KEY });
    if (!opened.ok) throw new Error(opened.error.message);
    const { db, close } = opened.value;
    onTestFinished(close);
    const state = await loadAnalysisState(db, acme);
    const kept = state!.watermark / MINUTE;
    expect(kept).toBeGreaterThanOrEqual(acknowledged);
    expect(state?.snapshot).toEqual({ watermark: state!.watermark, bytes: new Uint8Array(3_000).fill(kept) });
    expect(await listPredictionRevisions(db, acme, 'prd_1' as never)).toHaveLength(kept);
    const head = await readLedgerHead(db, acme);
    expect(head.sequence).toBe(2 * kept);
    expect(await verifyLedger(db, acme)).toMatchObject({ intact: true, head });
  },
  OPENING_MS,
);
