// A picture for a message that may have one. It is a courtesy: the message waits a moment for it and never fails by it.
import type { Notification } from '@foreshock/model/notification.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { SECOND } from '@foreshock/model/time.ts';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import { timedOut, withTimeout } from '../../base/schedule.ts';
import type { SelfTelemetry } from '../../base/self-telemetry.ts';
import type { Picture } from '../notification-channel.ts';
import { drawCourse } from './draw-course.ts';
import { type CourseTools, findCourse } from './find-course.ts';
import { renderPng } from './render-png.ts';

export type DrawPicture = (tenant: TenantId, notification: Notification) => Promise<Picture | undefined>;

export interface PictureTools extends CourseTools {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: SelfTelemetry;
}

const WITHIN_MS = SECOND / 2;

export function createPictures(tools: PictureTools): DrawPicture {
  const pictures = tools.telemetry.counter('foreshock.alerting.pictures', {
    unit: '{picture}',
    description: 'Pictures for notifications, by outcome: drawn, nothing to show, too late, failed.',
  });
  const draw = async (tenant: TenantId, subject: NonNullable<Notification['subject']>) => {
    const found = await findCourse(tools, tenant, subject, tools.clock.now());
    return found && { png: await renderPng(drawCourse(found.course)), alt: found.alt };
  };
  return async (tenant, { subject, state }) => {
    if (!subject || state === 'over') return undefined;
    try {
      const drawn = await withTimeout(draw(tenant, subject), WITHIN_MS);
      pictures.add(1, { outcome: drawn === timedOut ? 'too-late' : drawn ? 'drawn' : 'nothing-to-show' });
      return drawn === timedOut ? undefined : drawn;
    } catch (error) {
      pictures.add(1, { outcome: 'failed' });
      tools.logger.warn('picture of a notification not drawn', { tenant, error });
      return undefined;
    }
  };
}
