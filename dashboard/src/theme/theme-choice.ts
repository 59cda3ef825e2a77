/** How a person wants the pages lit. Kept in this browser; `system` follows the machine. */
export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const KEY = 'foreshock.theme';

export function readTheme(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return themeChoices.find((choice) => choice === kept) ?? 'system';
  } catch {
    // Storage may be forbidden; the system's own choice is as good.
    return 'system';
  }
}

export function applyTheme(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

export function keepTheme(choice: ThemeChoice): void {
  applyTheme(choice);
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // Applies until the page is closed.
  }
}
