import type { IncidentId } from '@foreshock/model/incident.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { findIncident } from '../../store/metadata/incidents.ts';
import { answerLines } from '../ask/answer-lines.ts';
import type { AskContext } from '../ask/asked-form.ts';
import { type BuiltQuery, buildQuery } from '../ask/build-query.ts';
import { INCIDENT_ID, parseQuestion } from '../ask/parse-question.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';

/** Runs a query as any other of the caller: role, input and project are checked by the one way in. */
export type RunQuery = (query: BuiltQuery, caller: Caller, signal: AbortSignal) => Promise<Result<unknown>>;

const SHOWN = 10;
const FORMS =
  'errors of checkout last hour, what changed before inc_..., is web slow, what is coming, what is unusual today';

export function askHandlers(tools: HandlerTools, run: RunQuery): Pick<Handlers, 'askQuestion'> {
  return {
    async askQuestion({ input, caller, signal }) {
      const { form, notUnderstood } = parseQuestion(input.text, await contextOf(caller.tenant, input.text));
      if (!form) {
        const finding = `nothing in it says what to look for; ask for logs, errors, requests, changes, incidents, what is unusual or what is coming: ${FORMS}`;
        return success({
          by: 'rules',
          query: null,
          notUnderstood: [...notUnderstood],
          finding,
          lines: [],
          more: false,
        });
      }
      const query = buildQuery(form, tools.clock.now());
      const answer = await run(query, caller, signal);
      if (!answer.ok) return failure(answer.error.code, `${query.words}: ${answer.error.message}`);
      const lines = answerLines(query.operation, answer.value, query.page);
      const { about, time } = form;
      return success({
        by: 'rules',
        query: {
          about,
          words: query.words,
          operation: query.operation,
          input: JSON.stringify(query.input),
          page: time.kind === 'before' && about === 'changes' ? `/i/${time.incident}` : query.page,
        },
        notUnderstood: [...notUnderstood],
        finding: findingOf(lines.length, query.words),
        lines: lines.slice(0, SHOWN),
        more: lines.length > SHOWN,
      });
    },
  };

  async function contextOf(tenant: TenantId, text: string): Promise<AskContext> {
    const directory = await tools.directories.of(tenant);
    const named = INCIDENT_ID.exec(text)?.[0];
    const incident = named === undefined ? undefined : await findIncident(tools.db, tenant, named as IncidentId);
    return {
      now: tools.clock.now(),
      services: directory
        .all()
        .filter(({ kind }) => kind === 'service' || kind === 'workload')
        .map(({ id, name }) => ({ id, name })),
      incidents: incident ? [{ id: incident.id, startedAt: incident.startedAt }] : [],
    };
  }
}

function findingOf(found: number, words: string): string {
  if (found === 0) return `None found: ${words}`;
  return `${found > SHOWN ? `The first ${SHOWN}` : found} found: ${words}`;
}
