/** The data of each event as JSON; what is no JSON (`[DONE]`) stands as text. A last event without its empty line was cut off and is left out. */
export function readEvents(text: string): unknown[] {
  const blocks = text.replaceAll('\r\n', '\n').split('\n\n');
  return blocks.slice(0, -1).flatMap((block) => {
    const data = block
      .split('\n')
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).trimStart())
      .join('\n');
    return data === '' ? [] : [parseOrText(data)];
  });
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
