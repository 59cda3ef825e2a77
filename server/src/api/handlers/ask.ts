import type { IncidentId } from '@foreshock/model/incident.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { AskModel } from '@foreshock/model/model-question.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { createDeadline } from '../../base/schedule.ts';
import { findIncident } from '../../store/metadata/incidents.ts';
import { answerLines } from '../ask/answer-lines.ts';
import { questionFor } from '../ask/ask-by-model.ts';
import type { AskContext } from '../ask/asked-form.ts';
import { type BuiltQuery, buildQuery } from '../ask/build-query.ts';
import { INCIDENT_ID, parseQuestion } from '../ask/parse-question.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';

/** Runs a query as any other of the caller: role, input and project are checked by the one way in. */
export type RunQuery = (query: BuiltQuery, caller: Caller, signal: AbortSignal) => Promise<Result<unknown>>;

const SHOWN = 10;
/** A person waits, and the rules have an answer already. */
const LONGEST_WAIT_MS = 8 * SECOND;
const FORMS =
  'errors of checkout last hour, what changed before inc_..., is web slow, what is coming, what is unusual today';

/** Without `askModel` no model is set up, and rules alone understand. */
export function askHandlers(
  tools: HandlerTools,
  run: RunQuery,
  askModel: AskModel | undefined,
): Pick<Handlers, 'askQuestion'> {
  return {
    async askQuestion({ input, caller, signal }) {
      const context = await contextOf(caller.tenant, input.text);
      const { notUnderstood, ...byRules } = parseQuestion(input.text, context);
      const isUnderstood = byRules.form !== undefined && notUnderstood.length === 0;
      const byModel = isUnderstood ? undefined : await formByModel(caller.tenant, input.text, context, signal);
      const form = byModel?.form ?? byRules.form;
      const by = byModel?.by ?? 'rules';
      if (!form) {
        const finding = `nothing in it says what to look for; ask for logs, errors, requests, changes, incidents, what is unusual or what is coming: ${FORMS}`;
        return success({
          by,
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
        by,
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

  /** `undefined` where none is set up, it is too late or held back by a cap, or code refuses what it answers: then the rules' form counts. */
  async function formByModel(tenant: TenantId, text: string, context: AskContext, signal: AbortSignal) {
    if (!askModel) return undefined;
    const deadline = createDeadline(LONGEST_WAIT_MS);
    const answer = await askModel(tenant, questionFor(text, context, AbortSignal.any([signal, deadline.signal])));
    deadline.cancel();
    if (!answer.ok || answer.value.value === 'none') return undefined;
    return { form: answer.value.value, by: answer.value.by };
  }

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
