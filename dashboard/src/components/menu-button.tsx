import { ChevronDown } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { ButtonLook } from './button.tsx';
import { Button } from './button.tsx';
import styles from './menu-button.module.css';

export interface MenuItem {
  readonly name: string;
  readonly onChoose: () => void;
}

export interface MenuButtonProps {
  readonly label: ReactNode;
  readonly name?: string;
  readonly look?: ButtonLook;
  readonly letter?: string;
  readonly items: readonly MenuItem[];
  readonly opens?: 'down' | 'up';
  readonly side?: 'left' | 'right';
  /** A number that grows each time somebody asks for the menu by key. */
  readonly asked?: number;
}

/** A button that opens a list of things to do: arrows move, Enter chooses, Esc closes. */
export function MenuButton({
  label,
  name,
  look,
  letter,
  items,
  opens = 'down',
  side = 'left',
  asked = 0,
}: MenuButtonProps) {
  const [open, setOpen] = useState(false);
  const holder = useRef<HTMLSpanElement>(null);
  const buttons = () => [...(holder.current?.querySelectorAll<HTMLButtonElement>('[data-item]') ?? [])];

  useEffect(() => {
    if (asked > 0) setOpen(true);
  }, [asked]);
  useEffect(() => {
    if (!open) return;
    holder.current?.querySelector<HTMLButtonElement>('[data-item]')?.focus();
    const leave = (event: Event) => {
      if (event.target instanceof Node && !holder.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, [open]);

  const close = () => {
    setOpen(false);
    holder.current?.querySelector('button')?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (!open) return;
    const list = buttons();
    const at = list.findIndex((button) => button.matches(':focus'));
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown') list[(at + 1) % list.length]?.focus();
    else if (event.key === 'ArrowUp') list[(at - 1 + list.length) % list.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the buttons inside
    <span className={styles.holder} ref={holder} onKeyDown={press}>
      <Button
        {...(look && { look })}
        {...(letter && { letter })}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={name}
        onClick={() => setOpen(!open)}
      >
        {label}
        <ChevronDown size={15} strokeWidth={1.75} aria-hidden="true" />
      </Button>
      {open && (
        <div
          className={`${styles.menu} ${opens === 'up' ? styles.up : ''} ${side === 'right' ? styles.right : ''}`}
          role="menu"
        >
          {items.map((item) => (
            <button
              key={item.name}
              type="button"
              data-item=""
              role="menuitem"
              className={styles.item}
              onClick={() => {
                close();
                item.onChoose();
              }}
            >
              {item.name}
            </button>
          ))}
        </div>
      )}
    </span>
  );
}
