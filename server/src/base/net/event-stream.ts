/** Of a refusal: enough for a problem of ours. */
const MAX_SAID = 2_000;

/** The data of each server-sent event, until the signal aborts or the server ends. Throws when it cannot be opened. */
export async function* openEventStream(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const answer = await fetch(url, { headers: { ...headers, accept: 'text/event-stream' }, signal, redirect: 'error' });
  if (!answer.ok || !answer.body) {
    const said = (await answer.text()).slice(0, MAX_SAID);
    throw new Error(`${url} answered ${answer.status}: ${/"detail":"((?:[^"\\\\]|\\\\.)*)"/.exec(said)?.[1] ?? said}`);
  }
  let text = '';
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n').filter((line) => line.startsWith('data:'));
      if (lines.length > 0) yield lines.map((line) => line.slice(5).trimStart()).join('\n');
    }
  }
}
