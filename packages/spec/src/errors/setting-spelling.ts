/**
 * Spells a setting, by its name among the options, as whoever reads a message can give it: `budgetTokens: 3500` in code,
 * `--budget 3500` on a command line. Without a value the name alone.
 */
export type SettingSpelling = (setting: string, value?: string | number) => string;

/** Spells settings as members of options. */
export const spellOption: SettingSpelling = (setting, value) =>
  value === undefined ? setting : `${setting}: ${value}`;
