import { useState } from 'react';
import { Segments } from '../components/segments.tsx';
import type { ThemeChoice } from '../theme/theme-choice.ts';
import { keepTheme, readTheme, themeChoices } from '../theme/theme-choice.ts';

const names: Readonly<Record<ThemeChoice, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' };

export function ThemeMenu() {
  const [choice, setChoice] = useState(readTheme);
  return (
    <Segments
      label="Light or dark"
      segments={themeChoices.map((id) => ({ id, name: names[id] }))}
      chosen={choice}
      onChoose={(id) => {
        const chosen = themeChoices.find((one) => one === id) ?? 'system';
        keepTheme(chosen);
        setChoice(chosen);
      }}
    />
  );
}
