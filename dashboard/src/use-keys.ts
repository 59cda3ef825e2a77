import { useEffect, useRef } from 'react';
import { machineTime } from './use-now.ts';

export type KeyActions = Readonly<Record<string, (() => void) | undefined>>;

/** Two keys belong together when the second comes within this time. */
const SEQUENCE_MS = 1200;

/** Whether letters typed here are text, or belong to an open dialog or menu. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [role="listbox"]') !== null;
}

/** Acts on single keys (`a`, `/`) and on sequences (`g o`), unless somebody types or a dialog is open. */
export function useKeys(actions: KeyActions): void {
  const current = useRef(actions);
  useEffect(() => {
    current.current = actions;
  });
  useEffect(() => {
    let first = '';
    let firstAt = 0;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
      const sequence = machineTime() - firstAt < SEQUENCE_MS ? `${first} ${event.key}` : event.key;
      const action = current.current[sequence] ?? current.current[event.key];
      first = event.key;
      firstAt = machineTime();
      if (!action) return;
      event.preventDefault();
      first = '';
      action();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}
