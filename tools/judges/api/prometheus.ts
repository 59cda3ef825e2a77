import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../test/support/free-port.ts';
import { runProgram } from '../../../test/support/run-program.ts';
import { until } from '../../../test/support/until.ts';
import type { JudgedCase } from '../../judge.ts';

const WITHIN_MS = 60_000;

/** The formats are checked, a real Prometheus scrapes with the key, and a rule on our metric fires. */
export async function judgeByPrometheus(
  at: { readonly origin: string; readonly secret: string },
  report: (judged: JudgedCase) => void,
): Promise<void> {
  const headers = { authorization: `Bearer ${at.secret}` };
  const text = await (await fetch(`${at.origin}/metrics`, { headers })).text();
  const checked = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
  const faults = `${checked.stdout}${checked.stderr}`.replaceAll(/\s+/g, ' ').trim();
  report({ name: 'promtool: format and names', verdict: checked.status === 0 ? 'held' : 'broken', detail: faults });

  const directory = mkdtempSync(join(tmpdir(), 'foreshock-prometheus-'));
  const inDirectory = (name: string, content: unknown): string => {
    const path = join(directory, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
    return path;
  };
  const rule = { alert: 'MajorIncident', expr: 'foreshock_incident_open{severity="major"} > 0' };
  const rules = inDirectory('rules.yaml', { groups: [{ name: 'foreshock', interval: '1s', rules: [rule] }] });
  const configuration = inDirectory('prometheus.yaml', {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [rules],
    scrape_configs: [
      {
        job_name: 'foreshock',
        authorization: { credentials_file: inDirectory('key', at.secret) },
        static_configs: [{ targets: [new URL(at.origin).host] }],
      },
    ],
  });
  const port = await freePort();
  const program = runProgram('prometheus', [
    `--config.file=${configuration}`,
    `--storage.tsdb.path=${join(directory, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
  const asked = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  const holds = async (name: string, path: string, wanted: RegExp): Promise<void> => {
    const isSo = async (): Promise<boolean> => wanted.test(await asked(path).catch(() => ''));
    const isHeld = await until(name, WITHIN_MS, isSo).then(
      () => true,
      () => false,
    );
    const detail = isHeld ? '' : (await asked(path).catch(String)).slice(0, 500);
    report({ name: `prometheus: ${name}`, verdict: isHeld ? 'held' : 'broken', detail });
  };
  try {
    await holds('scrapes with the key', '/api/v1/targets', /"health":"up"/);
    await holds('keeps our metrics', '/api/v1/query?query=foreshock_incident_open', /"severity":"major"/);
    await holds('a rule on our metric fires', '/api/v1/alerts', /"MajorIncident"[\s\S]*"firing"/);
  } finally {
    program.child.kill('SIGTERM');
    await program.ended;
    rmSync(directory, { recursive: true, force: true });
  }
}
