// Which addresses a request to somewhere that a user named may reach: the public internet, and what the operator allows.
import { lookup } from 'node:dns/promises';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { SECOND } from '@foreshock/model/time.ts';
import ipaddr from 'ipaddr.js';
import { timedOut, withTimeout } from '../schedule.ts';

export interface AddressRules {
  /** Ranges beyond the public ones, such as `10.0.0.0/8`; from the configuration. */
  readonly allowed: readonly string[];
}

export interface FoundAddress {
  readonly address: string;
  readonly family: 4 | 6;
  /** Allowed by a range of the operator: such hosts may be spoken to in clear text. */
  readonly isPrivate: boolean;
}

type Resolve = (host: string) => Promise<readonly { readonly address: string }[]>;

/** Names are resolved for so long; then the channel is said to be away. */
const RESOLVE_WITHIN_MS = 5 * SECOND;

const resolveByDns: Resolve = (host) => lookup(host, { all: true });

/**
 * Resolves a host once; the caller connects to the address that is given here, so that a second answer of the name's
 * server cannot lead elsewhere.
 *
 * `channel-unavailable`   the name cannot be resolved now
 * `channel-refused`       every address is private, of this machine, or otherwise not public
 */
export async function findAllowedAddress(
  host: string,
  rules: AddressRules,
  resolve: Resolve = resolveByDns,
): Promise<Result<FoundAddress>> {
  const literal = host.replace(/^\[(.*)\]$/, '$1');
  let found: readonly { readonly address: string }[];
  try {
    const resolved = ipaddr.isValid(literal)
      ? [{ address: literal }]
      : await withTimeout(resolve(host), RESOLVE_WITHIN_MS);
    if (resolved === timedOut)
      return failure('channel-unavailable', `cannot resolve ${host}: no answer within ${RESOLVE_WITHIN_MS / SECOND} s`);
    found = resolved;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    return failure('channel-unavailable', `cannot resolve ${host}: ${code}`);
  }
  for (const { address } of found) {
    const judged = judge(address, rules);
    if (judged) return success(judged);
  }
  return failure(
    'channel-refused',
    `${host} is not a public address: allow its range in alerting.allowedRanges, or give another host`,
  );
}

/** Whether a text is a range as in `10.0.0.0/8`. */
export function isAddressRange(text: string): boolean {
  return ipaddr.isValidCIDR(text);
}

function judge(text: string, { allowed }: AddressRules): FoundAddress | undefined {
  if (!ipaddr.isValid(text)) return undefined;
  // An IPv4 address inside IPv6 is the IPv4 address.
  const address = ipaddr.process(text);
  const isAllowed = allowed.some((range) => {
    const [base, bits] = ipaddr.parseCIDR(range);
    return base.kind() === address.kind() && address.match(base, bits);
  });
  if (!isAllowed && address.range() !== 'unicast') return undefined;
  return { address: address.toString(), family: address.kind() === 'ipv4' ? 4 : 6, isPrivate: isAllowed };
}
