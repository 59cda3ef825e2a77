/** Path segments and words with two digits or more, or long hex, are ids; versions such as `v1` stay. */
export function withoutIds(spanName: string): string {
  return spanName.replace(/[A-Za-z0-9_-]*\d[A-Za-z0-9_-]*/g, (word) => {
    const digits = word.replace(/\D/g, '').length;
    return digits === word.length || digits >= 4 || /^[0-9a-f-]{8,}$/i.test(word) ? '<ID>' : word;
  });
}
