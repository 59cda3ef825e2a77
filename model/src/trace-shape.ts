/** What a span needs to be placed in its trace. Times in milliseconds on one clock. */
export interface ShapedSpan {
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentSpanId: string;
  readonly start: number;
  readonly end: number;
  readonly failed: boolean;
}

export interface SpanShape {
  readonly depth: number;
  /** Time in the span and in none of its children. */
  readonly selfMs: number;
  readonly onCriticalPath: boolean;
  /** Failed, and no child of it failed. */
  readonly errorOrigin: boolean;
}

/**
 * The shape of one trace: spans in tree order, parents before children, siblings by start. A span whose parent is
 * missing is a root; a circle is cut where it is found. No recursion: traces may be thousands deep.
 *
 * Critical path after Zhang et al., "CRISP: Critical Path Analysis of Large-Scale Microservice Architectures", ATC 2022:
 * from the end of a span backwards always the child that ended last. Children are clipped to their parent, which takes
 * out clock skew.
 */
export function shapeOfTrace<Span extends ShapedSpan>(
  spans: readonly Span[],
): { readonly span: Span; readonly shape: SpanShape }[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const children = new Map<string, Span[]>();
  const roots: Span[] = [];
  const circular = circleIds(byId);
  for (const span of spans) {
    const parent = span.parentSpanId === '' ? undefined : byId.get(span.parentSpanId);
    if (!parent || circular.has(span.spanId)) roots.push(span);
    else append(children, parent.spanId, span);
  }
  for (const siblings of children.values()) siblings.sort(byStart);
  const critical = criticalSpans(roots, children);
  const ordered: { span: Span; shape: SpanShape }[] = [];
  const waiting = roots
    .sort(byStart)
    .reverse()
    .map((span) => ({ span, depth: 0 }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { span, depth } = next;
    // Of spans with one id, as some tracers send them, one has the children.
    const below = byId.get(span.spanId) === span ? (children.get(span.spanId) ?? []) : [];
    ordered.push({
      span,
      shape: {
        depth,
        selfMs: selfTime(span, below),
        onCriticalPath: critical.has(span.spanId),
        errorOrigin: span.failed && !below.some((child) => child.failed),
      },
    });
    for (const child of [...below].reverse()) waiting.push({ span: child, depth: depth + 1 });
  }
  return ordered;
}

function append<Span>(into: Map<string, Span[]>, key: string, span: Span): void {
  const known = into.get(key);
  if (known) known.push(span);
  else into.set(key, [span]);
}

function byStart(a: ShapedSpan, b: ShapedSpan): number {
  return a.start - b.start || (a.spanId < b.spanId ? -1 : 1);
}

/** Ids of spans that are their own ancestors. Each span is looked at once, however deep the trace. */
function circleIds(byId: ReadonlyMap<string, ShapedSpan>): Set<string> {
  const walkOf = new Map<string, number>();
  const circular = new Set<string>();
  let walk = 0;
  for (const start of byId.values()) {
    walk += 1;
    let span: ShapedSpan | undefined = start;
    while (span && !walkOf.has(span.spanId)) {
      walkOf.set(span.spanId, walk);
      span = byId.get(span.parentSpanId);
    }
    // Back on the way of this very walk: all from here round to here.
    while (span && walkOf.get(span.spanId) === walk && !circular.has(span.spanId)) {
      circular.add(span.spanId);
      span = byId.get(span.parentSpanId);
    }
  }
  return circular;
}

/** Duration less the union of the children that overlap it; children sorted by start. */
export function selfTime(
  span: { readonly start: number; readonly end: number },
  children: readonly { readonly start: number; readonly end: number }[],
): number {
  let covered = 0;
  let reach = span.start;
  for (const child of children) {
    const from = Math.max(child.start, reach);
    const to = Math.min(child.end, span.end);
    if (to <= from) continue;
    covered += to - from;
    reach = to;
  }
  return Math.max(0, span.end - span.start - covered);
}

function criticalSpans<Span extends ShapedSpan>(
  roots: readonly Span[],
  children: ReadonlyMap<string, readonly Span[]>,
): Set<string> {
  const critical = new Set<string>();
  const [first] = [...roots].sort((a, b) => b.end - b.start - (a.end - a.start));
  if (!first) return critical;
  const waiting: { span: Span; end: number }[] = [{ span: first, end: first.end }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    critical.add(next.span.spanId);
    let end = Math.min(next.end, next.span.end);
    const byEnd = [...(children.get(next.span.spanId) ?? [])].sort((a, b) => b.end - a.end);
    for (const child of byEnd) {
      const childEnd = Math.min(child.end, next.span.end);
      if (childEnd > end || child.start < next.span.start) continue;
      waiting.push({ span: child, end: childEnd });
      end = child.start;
    }
  }
  return critical;
}
