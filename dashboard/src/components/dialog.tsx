import { X } from 'lucide-react';
import type { FormEvent, ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import type { Fault } from '../answer.ts';
import { Button, ButtonRow } from './button.tsx';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus, closes with Esc and gives the focus back. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    if (dialog && !dialog.open) {
      dialog.showModal();
      // Where there is something to fill in, that comes first; else the browser has taken the close button.
      dialog.querySelector<HTMLElement>('input, select, textarea')?.focus();
    }
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes a modal dialog by itself
    <dialog
      ref={element}
      className={styles.dialog}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => event.target === element.current && onClose()}
    >
      <div className={styles.head}>
        <h2 id={id}>{title}</h2>
        <button type="button" className={styles.close} aria-label="Close" onClick={onClose}>
          <X size={18} strokeWidth={1.75} />
        </button>
      </div>
      {children}
    </dialog>
  );
}

export interface FormDialogProps extends DialogProps {
  /** The word on the one filled button. */
  readonly act: string;
  readonly sending: boolean;
  readonly fault: Fault | undefined;
  /** The fields by name. */
  readonly onSend: (fields: ReadonlyMap<string, string>) => void;
}

export function FormDialog({ act, sending, fault, onSend, children, ...dialog }: FormDialogProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    onSend(new Map([...fields].map(([key, value]) => [key, String(value)])));
  };
  return (
    <Dialog {...dialog}>
      <DialogForm onSubmit={submit}>
        {children}
        <DialogFault fault={fault} />
        <ButtonRow>
          <Button type="submit" look="filled" disabled={sending}>
            {sending ? 'Sending' : act}
          </Button>
          <Button onClick={dialog.onClose}>Cancel</Button>
        </ButtonRow>
      </DialogForm>
    </Dialog>
  );
}

interface DialogFormProps {
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  readonly children: ReactNode;
}

/** For dialogs that ask more than `FormDialog` does; fields look the same in all of them. */
export function DialogForm({ onSubmit, children }: DialogFormProps) {
  return (
    <form className={styles.form} onSubmit={onSubmit}>
      {children}
    </form>
  );
}

export function DialogFault({ fault }: { fault: Fault | undefined }) {
  return (
    fault && (
      <p className={styles.fault} role="alert">
        Not done: {fault.message}.{fault.reference ? ` Error ${fault.reference}.` : ''}
      </p>
    )
  );
}
