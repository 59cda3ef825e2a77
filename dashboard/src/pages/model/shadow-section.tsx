import type { ModelUsageView } from '../../answer-shapes.ts';
import content from '../../components/content.module.css';
import { Facts } from '../../components/facts.tsx';
import { Section } from '../../components/section.tsx';
import { shadowWords } from './model-words.ts';

interface ShadowSectionProps {
  readonly usage: ModelUsageView;
  readonly shadow: NonNullable<ModelUsageView['shadow']>;
}

/** The second model beside the one that tells. */
export function ShadowSection({ usage, shadow }: ShadowSectionProps) {
  const nameOf = (role: 'named' | 'shadow'): string => usage.models.find((one) => one.role === role)?.name ?? role;
  const share = (value: number | null): string =>
    value === null ? 'no story yet' : `${(100 * value).toFixed(1)} % of sentences hold`;
  return (
    <Section name="Shadow" note="scored, never shown">
      <div className={content.stack}>
        <p>{shadowWords(shadow)}</p>
        <Facts
          facts={[
            { name: nameOf('named'), value: share(shadow.shownShare) },
            { name: nameOf('shadow'), value: share(shadow.shadowShare) },
          ]}
        />
        <p className={content.note}>
          Told by stories that both were asked for; one that was refused or failed counts as none that hold. Better is
          said only when luck would show as much in fewer than 5 of 100 cases, however often one looks.
        </p>
      </div>
    </Section>
  );
}
