import type { AskContext, NamedService } from './asked-form.ts';
import { INCIDENT_ID, wordOf } from './parse-question.ts';

/** A question as it may leave: what it names of the project stands under short ids. */
export interface MaskedQuestion {
  readonly text: string;
  /** `S1`, `S2`: the services that it names. */
  readonly services: ReadonlyMap<string, NamedService>;
  /** What stands for `T1`: words in quotation marks, which lines of a log are to hold. */
  readonly phrase?: string;
  /** What stands for `I1`. */
  readonly incident?: AskContext['incidents'][number];
}

const PHRASE = /"([^"]{1,200})"/;

export function maskQuestion(question: string, context: AskContext): MaskedQuestion {
  const phrase = PHRASE.exec(question)?.[1];
  const incidentId = INCIDENT_ID.exec(question)?.[0];
  const incident = context.incidents.find(({ id }) => id === incidentId);
  let text = question.replace(PHRASE, ' T1 ').replace(INCIDENT_ID, ' I1 ');
  const services = new Map<string, NamedService>();
  const said = context.services
    .flatMap((service) =>
      [service.name, service.name.slice(service.name.lastIndexOf('/') + 1)].map((name) => ({ service, name })),
    )
    .filter(({ name }) => name.length > 1)
    .sort((a, b) => b.name.length - a.name.length);
  for (const { service, name } of said) {
    const word = new RegExp(wordOf(name), 'gi');
    if (!word.test(text)) continue;
    const known = [...services].find(([, { id }]) => id === service.id)?.[0];
    const id = known ?? `S${services.size + 1}`;
    services.set(id, service);
    text = text.replace(word, id);
  }
  return {
    text: text.replace(/\s+/g, ' ').trim(),
    services,
    ...(phrase !== undefined && { phrase }),
    ...(incident && { incident }),
  };
}
