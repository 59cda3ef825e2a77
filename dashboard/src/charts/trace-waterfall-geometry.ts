export interface WaterfallSpan {
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly entity: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly selfMs: number;
  readonly onCriticalPath: boolean;
  readonly failed: boolean;
  readonly errorOrigin: boolean;
}

/** One line of the waterfall: a span, or the like spans that were folded into one. */
export interface WaterfallRow {
  readonly key: string;
  readonly span: WaterfallSpan;
  readonly depth: number;
  /** 1 for a span of its own. */
  readonly count: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly selfMs: number;
  readonly onCriticalPath: boolean;
  readonly failures: number;
  readonly errorOrigin: boolean;
  /** Spans below it, of any depth. */
  readonly below: number;
  readonly closed: boolean;
}

/** Like siblings from this many on become one line: a loop says itself once. */
const REPEATS = 4;

export interface WaterfallOptions {
  /** Keys of rows whose spans below are hidden. */
  readonly closed: ReadonlySet<string>;
  /** Keys of folded rows that were opened. */
  readonly opened: ReadonlySet<string>;
  readonly foldRepeats: boolean;
}

/**
 * The lines of a trace in order of start, parents before children. Spans whose parent is missing stand at the top.
 * Works without recursion: a trace may be a chain of thousands.
 */
export function layOutWaterfall(spans: readonly WaterfallSpan[], options: WaterfallOptions): readonly WaterfallRow[] {
  const ids = new Set(spans.map((span) => span.spanId));
  const children = new Map<string, WaterfallSpan[]>();
  for (const span of spans) {
    const parent = span.parentSpanId !== undefined && ids.has(span.parentSpanId) ? span.parentSpanId : '';
    const list = children.get(parent);
    if (list) list.push(span);
    else children.set(parent, [span]);
  }
  for (const list of children.values()) list.sort((a, b) => a.startMs - b.startMs);
  const below = countBelow(spans, children);

  const rows: WaterfallRow[] = [];
  const stack: { span: WaterfallSpan; group: readonly WaterfallSpan[]; depth: number }[] = [];
  const push = (list: readonly WaterfallSpan[], depth: number) => {
    for (const group of groups(list, options, depth).toReversed()) stack.push({ span: group[0]!, group, depth });
  };
  push(children.get('') ?? [], 0);
  const seen = new Set<string>();
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { span, group, depth } = next;
    // A span that is its own ancestor would never end.
    if (seen.has(span.spanId)) continue;
    for (const member of group) seen.add(member.spanId);
    const folded = group.length > 1;
    const key = folded ? foldKey(span) : span.spanId;
    const closed = folded || options.closed.has(key);
    rows.push({
      key,
      span,
      depth,
      count: group.length,
      startMs: Math.min(...group.map((member) => member.startMs)),
      endMs: Math.max(...group.map((member) => member.startMs + member.durationMs)),
      selfMs: group.reduce((sum, member) => sum + member.selfMs, 0),
      onCriticalPath: group.some((member) => member.onCriticalPath),
      failures: group.filter((member) => member.failed).length,
      errorOrigin: group.some((member) => member.errorOrigin),
      below: group.reduce((sum, member) => sum + (below.get(member.spanId) ?? 0), 0),
      closed,
    });
    if (!closed) push(children.get(span.spanId) ?? [], depth + 1);
  }
  return rows;
}

function foldKey(span: WaterfallSpan): string {
  return `fold ${span.parentSpanId ?? ''} ${span.entity} ${span.name}`;
}

/** Siblings in order; those of equal name and entity that come often enough as one group. */
function groups(
  list: readonly WaterfallSpan[],
  options: WaterfallOptions,
  depth: number,
): readonly (readonly WaterfallSpan[])[] {
  if (!options.foldRepeats || depth === 0) return list.map((span) => [span]);
  const alike = Map.groupBy(list, foldKey);
  const done = new Set<string>();
  return list.flatMap((span) => {
    const key = foldKey(span);
    const group = alike.get(key) ?? [span];
    if (group.length < REPEATS || options.opened.has(key)) return [[span]];
    if (done.has(key)) return [];
    done.add(key);
    return [group];
  });
}

function countBelow(
  spans: readonly WaterfallSpan[],
  children: ReadonlyMap<string, readonly WaterfallSpan[]>,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const order: WaterfallSpan[] = [...(children.get('') ?? [])];
  for (let i = 0; i < order.length && order.length <= spans.length; i += 1)
    order.push(...(children.get(order[i]!.spanId) ?? []));
  for (const span of order.toReversed()) {
    const list = children.get(span.spanId) ?? [];
    counts.set(
      span.spanId,
      list.reduce((sum, child) => sum + 1 + (counts.get(child.spanId) ?? 0), 0),
    );
  }
  return counts;
}
