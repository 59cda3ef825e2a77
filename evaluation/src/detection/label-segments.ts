/** A run of label 1; both ends belong to it. */
export interface Segment {
  readonly start: number;
  readonly end: number;
}

export function segmentsOf(labels: Uint8Array): Segment[] {
  const segments: Segment[] = [];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 0) continue;
    let end = i;
    while (end + 1 < labels.length && labels[end + 1] === 1) end += 1;
    segments.push({ start: i, end });
    i = end;
  }
  return segments;
}
