interface Action {
  readonly title: string;
  readonly state: 'proposed' | 'accepted' | 'declined' | 'done';
}

/** What was done, else what was only proposed. */
export function actionWords(actions: readonly Action[]): string {
  const done = actions.filter(({ state }) => state === 'done' || state === 'accepted');
  if (done.length > 0) return `done: ${done.map(({ title }) => title).join(', ')}`;
  const proposed = actions.find(({ state }) => state === 'proposed');
  return proposed ? `proposed: ${proposed.title}` : 'what was proposed was declined';
}
