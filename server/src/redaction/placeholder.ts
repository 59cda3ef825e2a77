import type { RedactionKind, RedactionMode } from '@foreshock/model/redaction.ts';
import type { Pseudonyms } from './pseudonym.ts';

/** What is written in the place of `value`. `name`: the kind, or the name of a project's pattern. */
export function placeholderOf(
  name: string,
  kind: RedactionKind,
  mode: Exclude<RedactionMode, 'keep'>,
  value: string,
  pseudonyms: Pseudonyms,
): string {
  if (mode === 'hash') return `<${name}:${pseudonyms(kind, value)}>`;
  const rest = mode === 'mask' ? maskOf(kind, value) : '';
  return rest === '' ? `<${name}>` : `<${name}:${rest}>`;
}

/** The part of a value that tells least about whose it is and most to who looks for a fault; empty when there is none. */
function maskOf(kind: RedactionKind, value: string): string {
  switch (kind) {
    case 'CARD':
      return `*${value.replace(/\D/g, '').slice(-4)}`;
    case 'EMAIL': {
      const domain = value.replace('%40', '@').split('@').at(-1)!;
      return /^[\w.-]{1,200}$/.test(domain) && value.length > domain.length ? `*@${domain}` : '';
    }
    case 'IPV4':
      return /^[\d.]+$/.test(value) ? value.replace(/\d+$/, '*') : '';
    case 'PHONE':
      return `*${value.replace(/\D/g, '').slice(-2)}`;
    case 'IBAN':
      return `${value.slice(0, 2)}*`;
    default:
      return '';
  }
}
