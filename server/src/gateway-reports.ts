// What the gateway tells every few seconds, kept for those who ask.
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Metric } from './base/self-telemetry.ts';
import type { CertificateStatus } from './base/tls/keep-certificate.ts';
import type { KeyUse } from './gateway/key-uses.ts';
import type { GatewayReport, ReasonCount } from './process-messages.ts';
import { refusedCounts } from './refused-counts.ts';

export interface GatewayReports {
  hear(report: GatewayReport): Promise<void>;
  /** What was refused of a project, and of senders who were not let in; by this process too. */
  refusedOf(tenant: TenantId): ReasonCount[];
  /** Requests of a project that one of its quotas refused, by quota. */
  overQuota(tenant: TenantId): { bytes: number; records: number; requests: number };
  /** `undefined` without TLS, and before the first report. */
  certificate(): CertificateStatus | undefined;
}

/** `noteUse`: keeps that a key was used. `snapshot`: what this process counts of itself. */
export function createGatewayReports(
  noteUse: (use: KeyUse) => Promise<void>,
  snapshot: () => readonly Metric[],
): GatewayReports {
  let last: GatewayReport = { refused: [], keyUses: [] };
  return {
    async hear(report) {
      last = report;
      for (const use of report.keyUses) await noteUse(use);
    },
    refusedOf: (tenant) =>
      [...last.refused, ...refusedCounts(snapshot())].filter(
        (each) => each.tenant === undefined || each.tenant === tenant,
      ),
    overQuota(tenant) {
      const own = last.refused.filter((each) => each.tenant === tenant);
      const countOf = (what: string): number =>
        own.find(({ reason }) => reason === `request quota-${what}-exceeded`)?.count ?? 0;
      return { bytes: countOf('bytes'), records: countOf('records'), requests: countOf('requests') };
    },
    certificate: () => last.certificate,
  };
}
