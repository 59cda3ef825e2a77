import { Button } from '../../components/button.tsx';
import styles from './explore.module.css';

interface AttributeListProps {
  readonly title: string;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
  /** With it each value can become a filter. */
  readonly onFilter?: (key: string, value: string) => void;
}

export function AttributeList({ title, attributes, onFilter }: AttributeListProps) {
  if (attributes.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <dl className={styles.attributes}>
        {attributes.map((attribute) => (
          <div key={attribute.key}>
            <dt>{attribute.key}</dt>
            <dd>
              <span>{attribute.value}</span>
              {onFilter && (
                <Button
                  look="text"
                  aria-label={`only ${attribute.key} ${attribute.value}`}
                  onClick={() => onFilter(attribute.key, attribute.value)}
                >
                  only
                </Button>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
