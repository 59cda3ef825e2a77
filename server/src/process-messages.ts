import type { DrillCommand, DrillReport } from '@foreshock/model/drill.ts';
import type { KnownError } from '@foreshock/model/known-error.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { CertificateStatus } from './base/tls/keep-certificate.ts';
import type { KeyUse } from './gateway/key-uses.ts';

/** What the gateway alone knows, told every few seconds. */
export interface GatewayReport {
  readonly refused: readonly ReasonCount[];
  /** Since the report before. */
  readonly keyUses: readonly KeyUse[];
  /** Absent without TLS. */
  readonly certificate?: CertificateStatus;
}

export interface ReasonCount {
  /** Absent for what nobody can be said to have sent. */
  readonly tenant?: string;
  readonly reason: string;
  readonly count: number;
}

/** What the two processes tell the program that started them. */
export type ChildMessage =
  | { readonly type: 'gateway-ready'; readonly httpPort: number; readonly grpcPort: number }
  | { readonly type: 'engine-ready'; readonly origin: string; readonly signIn: string; readonly demo: DemoState }
  | { readonly type: 'gateway-report'; readonly report: GatewayReport }
  | { readonly type: 'drill'; readonly command: DrillCommand }
  | { readonly type: 'failed'; readonly error: KnownError };

/** What it tells them. */
export type ParentMessage =
  | { readonly type: 'stop' }
  | { readonly type: 'reload-certificate' }
  | { readonly type: 'gateway-ports'; readonly httpPort: number; readonly grpcPort: number }
  | { readonly type: 'gateway-report'; readonly report: GatewayReport }
  | { readonly type: 'history-sent'; readonly until: Timestamp }
  /** `undefined`: what could make faults has ended. */
  | { readonly type: 'drill-report'; readonly report: DrillReport | undefined };

/** `absent`: no demo. `new`: its history must be sent. `live`: it has its history; `origin` is when it began. */
export type DemoState = { readonly state: 'absent' } | { readonly state: 'new' | 'live'; readonly origin: Timestamp };

export function tellParent(message: ChildMessage): void {
  // A parent that stopped while this process was starting hears nothing any more.
  if (process.connected) process.send?.(message);
}

export function onParentMessage(listener: (message: ParentMessage) => void): void {
  process.on('message', (message) => listener(message as ParentMessage));
  // Without its parent a child has nobody to stop it.
  process.on('disconnect', () => listener({ type: 'stop' }));
}
