import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import styles from './chart.module.css';

/** Lets a chart be laid out for the width that it has, at every size; never scaled. */
export function MeasuredBox({ height, children }: { height: number; children: (width: number) => ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    setWidth(Math.floor(element.getBoundingClientRect().width));
    const observer = new ResizeObserver((entries) => setWidth(Math.floor(entries[0]?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className={styles.box} style={width === 0 ? { minHeight: height } : undefined}>
      {width > 0 && children(width)}
    </div>
  );
}
