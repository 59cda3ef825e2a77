import { expect, test } from 'vitest';
import { readFindings } from './schemathesis-findings.ts';

function scenario(check: string, status: number, detail: string): string {
  const failure = { operation: 'POST /api/v1/slos', title: 'a title', message: 'a\n message' };
  const content = { $base64: Buffer.from(JSON.stringify({ detail })).toString('base64') };
  const recorder = {
    checks: {
      a: [{ name: check, status: 'failure', failure_info: { failure } }],
      b: [{ name: check, status: 'success' }],
    },
    interactions: { a: { response: { status_code: status, content } }, b: { response: null } },
  };
  return JSON.stringify({ ScenarioFinished: { recorder } });
}

test('a failed check is a finding with what was answered, and what held is counted', () => {
  const found = readFindings(scenario('not_a_server_error', 503, 'cannot "read"'));
  expect(found.answers).toEqual(new Map([['not_a_server_error', 2]]));
  expect(found.findings).toEqual([
    {
      check: 'not_a_server_error',
      operation: 'POST /api/v1/slos',
      message: 'a title: a message',
      answer: '503 cannot "read"',
    },
  ]);
});

test('a refusal by a rule that the document cannot say is no finding; another refusal, and another check, are', () => {
  const rule = 'from is "0020-02-29T00:00:00Z": it must be before to';
  expect(readFindings(scenario('positive_data_acceptance', 400, rule)).findings).toEqual([]);
  expect(readFindings(scenario('positive_data_acceptance', 400, 'name: too long')).findings).toHaveLength(1);
  expect(readFindings(scenario('status_code_conformance', 400, rule)).findings).toHaveLength(1);
});

test('a run that was broken off, and what the tool could not do, are told', () => {
  const finished = (reason: string) => JSON.stringify({ EngineFinished: { stop_reason: reason } });
  expect(readFindings(finished('completed')).isWhole).toBe(true);
  expect(readFindings(finished('interrupted')).isWhole).toBe(false);
  expect(readFindings('').isWhole).toBe(false);
  expect(readFindings(JSON.stringify({ NonFatalError: { title: 'Schema Error' } })).faults).toHaveLength(1);
});
