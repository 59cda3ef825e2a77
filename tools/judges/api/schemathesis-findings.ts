export interface Finding {
  readonly check: string;
  /** `POST /api/v1/slos` */
  readonly operation: string;
  readonly message: string;
  /** Status and detail. */
  readonly answer: string;
}

export interface Findings {
  /** Of each check how many answers were held against it. */
  readonly answers: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
  /** What the tool could not do. */
  readonly faults: readonly string[];
  readonly isWhole: boolean;
}

/**
 * Refusals of what follows the document: rules between fields, or about what is stored, which JSON Schema cannot say. By what
 * the answer says, each with the rule.
 */
const RULES_BEYOND_THE_DOCUMENT: readonly RegExp[] = [
  // One time lies before another, or before or after now.
  /it must be before to|expected a time after 1970|expected from before to|it ends .*, before it begins/,
  /expected a time that (has passed|is to come)/,
  // Opaque words that an earlier answer gave.
  /cursor was not made by this list|the cursor is not one of ours|there is no such version/,
  // What one field says of another.
  /an availability objective has none|a latency objective needs one|[a-z-]+ is not for (logs|metrics|traces)|(logs|metrics|traces) have no |(is|stands) there twice/,
  /(settings|secrets)\.[^:]*: (missing|no such field)/,
  /give one end of the snooze|expected ids of series, or an entity or a metric|without state, from and to beside it/,
  // What must be there already.
  /there is no (channel|rota|log template)|no entity has the id/,
  // Names of time zones; those of fields, where any attribute is one.
  /is no time zone|timeZone is |cannot filter by|is not a field to count by/,
  // One language is checked; the document names none so that another can be added.
  /only "English" can be told/,
  // Patterns of RE2.
  /is no RE2 pattern|covers the empty text/,
  // Several words of a list in one text, parted by commas.
  /^400 state has /,
  // Names that would change the prototype of an object.
  /the body is not valid JSON/,
];

/** The events that schemathesis wrote, one JSON object a line. */
export function readFindings(text: string): Findings {
  const answers = new Map<string, number>();
  const findings = new Map<string, Finding>();
  const faults: string[] = [];
  let isWhole = false;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    // The cast holds: each line is an object with one event under its name.
    const event = JSON.parse(line) as ToolEvent;
    if (event.EngineFinished) isWhole = event.EngineFinished.stop_reason === 'completed';
    if (event.NonFatalError) faults.push(JSON.stringify(event.NonFatalError).slice(0, 500));
    if (event.FatalError) faults.push(JSON.stringify(event.FatalError).slice(0, 500));
    const recorder = event.ScenarioFinished?.recorder;
    for (const [id, checks] of Object.entries(recorder?.checks ?? {})) {
      for (const { name, status, failure_info: info } of checks) {
        answers.set(name, (answers.get(name) ?? 0) + 1);
        if (status !== 'failure' || !info) continue;
        const { operation, title, message } = info.failure;
        const answer = answerOf(recorder?.interactions[id]);
        const isRule =
          name === 'positive_data_acceptance' && RULES_BEYOND_THE_DOCUMENT.some((rule) => rule.test(answer));
        const said = `${title}: ${message}`.replaceAll(/\s+/g, ' ').slice(0, 300);
        if (!isRule) findings.set(`${name} ${operation} ${title}`, { check: name, operation, message: said, answer });
      }
    }
  }
  return { answers, findings: [...findings.values()], faults, isWhole };
}

interface ToolEvent {
  readonly EngineFinished?: { readonly stop_reason: string };
  readonly NonFatalError?: unknown;
  readonly FatalError?: unknown;
  readonly ScenarioFinished?: { readonly recorder: Recorder };
}

interface Recorder {
  readonly checks: Readonly<Record<string, readonly Check[]>>;
  readonly interactions: Readonly<Record<string, Interaction>>;
}

interface Check {
  readonly name: string;
  readonly status: string;
  readonly failure_info?: {
    readonly failure: { readonly operation: string; readonly title: string; readonly message: string };
  };
}

interface Interaction {
  readonly response?: { readonly status_code: number; readonly content?: { readonly $base64?: string } } | null;
}

function answerOf(interaction: Interaction | undefined): string {
  const response = interaction?.response;
  if (!response) return 'no answer';
  const text = Buffer.from(response.content?.$base64 ?? '', 'base64').toString();
  return `${response.status_code} ${/"detail":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]?.replaceAll('\\"', '"') ?? text}`.slice(
    0,
    300,
  );
}
