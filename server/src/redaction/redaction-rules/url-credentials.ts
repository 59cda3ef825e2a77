import { isAlphanumeric, isPlaceholder, type RedactionRule, triggers } from '../redaction-rule.ts';

const END = /[\s\p{Cc}"'<>`\\^{}|]/u;
const MAX_AUTHORITY = 512;
/** So that what was replaced before still reads as the URL it was. */
const PLACEHOLDER_SIGNS = /[<>](?=[A-Z]|@)/g;
/** Go's database drivers: `user:password@tcp(host:3306)/name`. */
const DRIVER = /(?<=^|[\s"'=])[\w.-]{1,64}:([^\s"'@]{1,200})@(?:tcp|tcp6|unix)\(/g;
/** `curl -u user:password`. */
const CURL = /(?<=\s(?:-u |--user[ =])["']?)[\w.@+-]{1,64}:([^\s"'<>]{1,200})/g;

/** Passwords in URLs, `scheme://user:password@host`, and tokens that stand where the user does. The user's name stays. */
export const urlCredentials: RedactionRule = {
  name: 'url-credentials',
  trigger: triggers.at | triggers.option,
  rank: 21,
  find(text, report) {
    for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
      const start = at + 3;
      const authority = authorityOf(text.slice(start, start + MAX_AUTHORITY));
      const sign = authority.lastIndexOf('@');
      if (sign < 0 || !mayBeginHost(text.charCodeAt(start + sign + 1))) continue;
      const colon = authority.indexOf(':');
      if (colon >= 0 && colon < sign) {
        const password = authority.slice(colon + 1, sign);
        if (password !== '' && !isPlaceholder(password)) report(start + colon + 1, start + sign, 'PASSWORD');
      } else if (isTokenLike(authority.slice(0, sign))) report(start, start + sign, 'SECRET');
    }
    for (const pattern of [DRIVER, CURL]) {
      for (const match of text.matchAll(pattern)) {
        const start = match.index + match[0].indexOf(':') + 1;
        if (!isPlaceholder(match[1]!)) report(start, start + match[1]!.length, 'PASSWORD');
      }
    }
  },
};

/**
 * Where user, password and host end. A password may hold a slash that should have been escaped: where no `@` comes before
 * the first one, the rest counts, unless what stands before the slash is a host with its port.
 */
function authorityOf(rest: string): string {
  const end = rest.replaceAll(PLACEHOLDER_SIGNS, '_').search(END);
  const whole = end < 0 ? rest : rest.slice(0, end);
  const slash = whole.search(/[/?#]/);
  const first = slash < 0 ? whole : whole.slice(0, slash);
  if (first.includes('@') || slash < 0 || !first.includes(':') || /:\d{0,5}$/.test(first) || first.startsWith('['))
    return first;
  return whole.slice(0, whole.indexOf('@') + 1);
}

/** Letter, digit, bracket, slash of a socket's path, or the end of a line that was cut. */
function mayBeginHost(code: number): boolean {
  return (
    Number.isNaN(code) || code > 127 || isAlphanumeric(code) || code === 91 || code === 47 || code === 45 || code === 46
  );
}

function isTokenLike(user: string): boolean {
  return user.length >= 20 && /\d/.test(user) && /[A-Za-z]/.test(user) && !isPlaceholder(user) && !user.includes('.');
}
