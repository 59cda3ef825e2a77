import { catalog, type OperationName } from '@foreshock/contract/catalog.ts';
import { failure } from '@foreshock/model/known-error.ts';
import type { Role } from '@foreshock/model/role.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { expect, test } from 'vitest';
import type { Caller } from './caller.ts';
import { admit, executeOperation, type Handlers } from './execute-operation.ts';

const callerAs = (role: Role): Caller => ({ name: 'ana', role, tenant: 'default' as TenantId, credential: 'c' });
const open = new AbortController().signal;

/** Handlers that answer with what they were asked. */
const echo = new Proxy({} as Handlers, {
  get: () => async (request: { input: unknown }) => ({ ok: true, value: request.input }),
});

async function execute(name: Parameters<typeof executeOperation>[0], input: unknown, role: Role, handlers = echo) {
  const acts: [OperationName, string][] = [];
  const answer = await executeOperation(
    name,
    input,
    callerAs(role),
    open,
    handlers,
    async (_caller, operation, object) => {
      acts.push([operation, object]);
    },
  );
  return { answer, acts };
}

test('input is parsed: texts of a query string become numbers, and defaults are filled in', async () => {
  const { answer } = await execute('listPredictions', { limit: '7', unknown: 'x' }, 'viewer');
  expect(answer).toEqual({ ok: true, value: { limit: 7 } });
  const { answer: bare } = await execute('listPredictions', {}, 'viewer');
  expect(bare).toEqual({ ok: true, value: { limit: 100 } });
});

test('every fault of an input is named with its field', async () => {
  const { answer } = await execute('searchLogs', { text: 3, filters: [{ field: 'body', operator: '~' }] }, 'viewer');
  expect(!answer.ok && answer.error.code).toBe('input-invalid');
  expect(!answer.ok && answer.error.message).toMatch(/filters\.0\.operator: .*; text: /);
});

/** Prompts and answers of a language model with the sentences that no check let pass; who else has access. */
const NOT_FOR_VIEWERS = [
  'listAudit',
  'verifyAudit',
  'previewPromptSettings',
  'listModelCalls',
  'getModelCall',
  'listApiKeys',
  'listBackups',
];

test('a viewer may ask and may not act', () => {
  for (const description of Object.values(catalog)) {
    const admitted = admit(description, {}, callerAs('viewer'));
    const isDenied = !admitted.ok && admitted.error.code === 'role-insufficient';
    const isAct = description.kind === 'command' && description.name !== 'signOut';
    expect(isDenied, description.name).toBe(isAct || NOT_FOR_VIEWERS.includes(description.name));
  }
});

test('the role is looked at before the input, so that a stranger learns nothing about it', async () => {
  const { answer } = await execute('acknowledgeIncident', { nonsense: true }, 'viewer');
  expect(!answer.ok && answer.error.message).toBe('acknowledgeIncident needs the role responder, you have viewer');
});

test('an act that was done is recorded with its object; a question and a refused act are not', async () => {
  expect((await execute('acknowledgeIncident', { id: 'inc_1' }, 'responder')).acts).toEqual([
    ['acknowledgeIncident', 'inc_1'],
  ]);
  const making = new Proxy({} as Handlers, { get: () => async () => ({ ok: true, value: { id: 'key_1' } }) });
  expect((await execute('createIngestKey', { name: 'a' }, 'admin', making)).acts).toEqual([
    ['createIngestKey', 'key_1'],
  ]);
  expect((await execute('getIncident', { id: 'inc_1' }, 'responder')).acts).toEqual([]);
  const refusing = new Proxy({} as Handlers, { get: () => async () => failure('incident-not-found', 'no') });
  expect((await execute('acknowledgeIncident', { id: 'inc_1' }, 'responder', refusing)).acts).toEqual([]);
});
