import type { Claim } from './claim.ts';
import type { Timestamp } from './time.ts';

/** What a language model was asked to say before a digest. */
export interface DigestOpening {
  /** Id of the route whose digest it is. */
  readonly route: string;
  /** When the digest is due. */
  readonly digestAt: Timestamp;
  /** Absent: nothing came that held, and the digest has no opening. */
  readonly worded?: {
    /** Name of the model. */
    readonly by: string;
    /** Id of the call whose answer it is. */
    readonly call: string;
    /** Ids of the incidents and predictions whose facts the model was shown. */
    readonly subjects: readonly string[];
    /** One to three, each of which holds. */
    readonly claims: readonly Claim[];
  };
}
