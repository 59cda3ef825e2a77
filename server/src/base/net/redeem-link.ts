import { failure, type Result, success } from '@foreshock/model/known-error.ts';

/** Trades the link that the program printed for a session, as a browser would. It works once. */
export async function redeemSignInLink(
  link: string,
): Promise<Result<{ readonly origin: string; readonly cookie: string }>> {
  if (!URL.canParse(link)) return failure('input-invalid', `--link is "${link}": expected the link that was printed`);
  const answer = await fetch(link, { redirect: 'manual' });
  const cookie = answer.headers.get('set-cookie')?.split(';', 1)[0];
  if (cookie === undefined)
    return failure(
      'credential-unknown',
      'this sign-in link was used or has expired: start the program again for a new one',
    );
  return success({ origin: new URL(link).origin, cookie });
}
