import type { Answer } from '../../answer.ts';
import type { NoisePreviewView, NoiseRuleView } from '../../answer-shapes.ts';
import content from '../../components/content.module.css';
import { Panel } from '../../components/panel.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { incidentPath, predictionPath } from '../../paths.ts';
import { shortName } from '../../words/name-words.ts';
import { shortNumberWords } from '../../words/value-words.ts';
import { previewSentence } from './noise-words.ts';

interface RulePreviewProps {
  readonly answer: Answer<NoisePreviewView>;
  readonly signal: NoiseRuleView['signal'];
}

export function RulePreview({ answer, signal }: RulePreviewProps) {
  return (
    <Panel answer={answer} what="The preview" doing="Looking at the last hour">
      {(preview) => (
        <div className={content.preview} role="status">
          <p>{previewSentence(preview, signal)}</p>
          {preview.cited.by.length > 0 && (
            <p className={content.note}>
              Cited by{' '}
              {preview.cited.by.map(({ kind, id, title }, index) => (
                <span key={id}>
                  {index > 0 && '; '}
                  <PathLink to={kind === 'incident' ? incidentPath(id) : predictionPath(id)}>{title}</PathLink>
                </span>
              ))}
              .
            </p>
          )}
          {preview.examples.length > 0 && (
            <ul aria-label="Most of what matches">
              {preview.examples.map((example) => (
                <li key={`${example.entity.id} ${example.text}`}>
                  <span>
                    {shortName(example.entity.name)}: {example.text}
                  </span>
                  <span>
                    {shortNumberWords(example.gone)} of {shortNumberWords(example.records)}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Panel>
  );
}
