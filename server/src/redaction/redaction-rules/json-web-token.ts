import { isWordStart, type RedactionRule, triggers } from '../redaction-rule.ts';

const PARTS = /[\w-]{5,}(?:\.[\w-]*){0,4}/y;

/** JSON Web Tokens (RFC 7519), cut ones too: the first part decodes to a header that names an algorithm or a type. */
export const jsonWebToken: RedactionRule = {
  name: 'json-web-token',
  trigger: triggers.prefix,
  rank: 11,
  find(text, report) {
    for (let at = text.indexOf('eyJ'); at >= 0; ) {
      let next = at + 3;
      if (isWordStart(text, at)) {
        PARTS.lastIndex = next;
        const match = PARTS.exec(text);
        if (match) {
          next = PARTS.lastIndex;
          const token = text.slice(at, next).replace(/\.+$/, '');
          if (token.includes('.') && isHeader(token.slice(0, token.indexOf('.')))) report(at, at + token.length, 'JWT');
        }
      }
      at = text.indexOf('eyJ', next);
    }
  },
};

function isHeader(part: string): boolean {
  const header = Buffer.from(part, 'base64url').toString('latin1');
  return /"(?:alg|typ|enc|kid)"/.test(header);
}
