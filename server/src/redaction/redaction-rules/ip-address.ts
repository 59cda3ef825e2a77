import { isAlphanumeric, isHexDigit, isLetter, type RedactionRule, triggers } from '../redaction-rule.ts';

const IPV4 = /(?<!\d|\d\.)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?!\d|\.\w|-[a-z])/g;
/** Browsers and libraries write versions of four numbers: `Chrome/120.0.0.0`. */
const PRODUCT =
  /(?:Chrome|Chromium|CriOS|Edg|EdgA|EdgiOS|OPR|Opera|Version|Firefox|FxiOS|Safari|WebKit|Browser|Electron|Vivaldi|Headless\w*|[vV]ersions?|[vV]er|[vV]|[rR]elease|[bB]uild|[rR]ev)["']?[ /:=]{0,3}$/;
const PRODUCT_LENGTH = 24;

/** `keepPrivate`: addresses of private, loopback, link-local and multicast ranges stay. */
export function createIpv4Rule(keepPrivate: boolean): RedactionRule {
  return {
    name: 'ipv4',
    trigger: triggers.ipv4,
    rank: 50,
    find(text, report) {
      for (const match of text.matchAll(IPV4)) {
        const octets = [match[1]!, match[2]!, match[3]!, match[4]!];
        if (octets.some((octet) => Number(octet) > 255 || (octet.length > 1 && octet.startsWith('0')))) continue;
        const [first, second] = [Number(octets[0]), Number(octets[1])];
        // Netmasks, broadcasts and the unspecified address name nobody.
        if (first === 0 || first === 255 || (keepPrivate && isPrivateIpv4(first, second))) continue;
        const before = text.charCodeAt(match.index - 1);
        if (before === 46 && !followsWord(text, match.index - 1)) continue;
        // In `ip-10-0-0-1.x` or `v1.2.3.4` the number belongs to a word.
        if (match.index > 0 && (isAlphanumeric(before) || before > 127) && !followsEscape(text, match.index)) continue;
        if (PRODUCT.test(text.slice(Math.max(0, match.index - PRODUCT_LENGTH), match.index))) continue;
        report(match.index, match.index + match[0].length, 'IPV4');
      }
    },
  };
}

/** `event.203.0.113.9` is an address behind a name; `.1.3.6.1` and `libx.so.1.2.3.4` are none. */
function followsWord(text: string, dot: number): boolean {
  return dot > 0 && isLetter(text.charCodeAt(dot - 1)) && !text.startsWith('.so', dot - 3);
}

function followsEscape(text: string, at: number): boolean {
  return text.charCodeAt(at - 2) === 92 || text.charCodeAt(at - 3) === 37;
}

/** RFC 1918, 6598, 3927, loopback and all from 224 on. */
export function isPrivateIpv4(first: number, second: number): boolean {
  return (
    first === 10 ||
    first === 127 ||
    first >= 224 ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168) ||
    (first === 169 && second === 254) ||
    (first === 100 && second >= 64 && second < 128)
  );
}

const MAX_IPV6 = 45;

export function createIpv6Rule(keepPrivate: boolean): RedactionRule {
  return {
    name: 'ipv6',
    trigger: triggers.colons,
    rank: 49,
    find(text, report) {
      let end = 0;
      for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', Math.max(end, colon + 1))) {
        let start = colon;
        while (start > end && start > colon - 4 && isHexDigit(text.charCodeAt(start - 1))) start--;
        end = colon + 1;
        while (end < text.length && end - start <= MAX_IPV6 && isAddressPart(text.charCodeAt(end))) end++;
        const before = text.charCodeAt(start - 1);
        if (start > 0 && (isAlphanumeric(before) || before === 46 || before === 95)) continue;
        const next = text.charCodeAt(end);
        if (isAlphanumeric(next) || next === 95 || end - start > MAX_IPV6) continue;
        // A colon or dot at the end belongs to the sentence, unless the address ends with `::`.
        let stop = end;
        while (
          stop > start &&
          (text.charCodeAt(stop - 1) === 46 || (text.charCodeAt(stop - 1) === 58 && text.charCodeAt(stop - 2) !== 58))
        )
          stop--;
        const groups = ipv6Groups(text.slice(start, stop));
        if (!groups || (keepPrivate && isPrivateIpv6(groups))) continue;
        report(start, stop, 'IPV6');
      }
    },
  };
}

function isAddressPart(code: number): boolean {
  return isHexDigit(code) || code === 58 || code === 46;
}

/** The eight numbers of an address (RFC 4291); `undefined` for other texts, and for those that name nobody. */
export function ipv6Groups(text: string): readonly number[] | undefined {
  if (!/\d/.test(text) || text.includes(':::') || text.indexOf('::') !== text.lastIndexOf('::')) return undefined;
  const embedded = /^(.*:)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  let hex = text;
  if (embedded) {
    const octets = embedded.slice(2).map(Number);
    if (octets.some((octet) => octet > 255)) return undefined;
    hex = `${embedded[1]}${((octets[0]! << 8) | octets[1]!).toString(16)}:${((octets[2]! << 8) | octets[3]!).toString(16)}`;
  }
  const gap = hex.indexOf('::');
  const partsOf = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const front = partsOf(gap < 0 ? hex : hex.slice(0, gap));
  const back = gap < 0 ? [] : partsOf(hex.slice(gap + 2));
  const missing = 8 - front.length - back.length;
  if (gap < 0 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...front, ...Array.from({ length: missing }, () => '0'), ...back];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  const numbers = groups.map((group) => Number.parseInt(group, 16));
  // `1::2` and `a::b1` are more often scopes and ratios than addresses.
  const isShort = gap >= 0 && front.length + back.length <= 2 && Math.max(...numbers) <= 0xff;
  return isShort ? undefined : numbers;
}

/** Unique local, link-local, multicast, loopback and unspecified; IPv4 in IPv6 by its IPv4 part. */
function isPrivateIpv6(groups: readonly number[]): boolean {
  const first = groups[0]!;
  if ((first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfe80 || (first & 0xff00) === 0xff00) return true;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && (groups[5] === 0xffff || groups[5] === 0);
  if (!isMapped) return false;
  return (groups[5] === 0 && groups[6] === 0) || isPrivateIpv4(groups[6]! >> 8, groups[6]! & 0xff);
}
