import type { SettingSpelling } from '@slowfast/spec';

/** The flags of the options that messages may name. */
const flags: Readonly<Record<string, string>> = {
  model: '--model',
  dtype: '--dtype',
  tensorNames: '--tensor-names',
  frames: '--frames',
  framesPerSecond: '--fps',
  startSeconds: '--start',
  endSeconds: '--end',
  aggregation: '--aggregation',
  budgetTokens: '--budget',
  sampling: '--sampling',
  options: '--option',
  maxTokens: '--max-tokens',
  maxAnswerTokens: '--max-tokens',
};

/** Spells options as flags; what is no option stays as it is. */
export const spellFlag: SettingSpelling = (setting, value) => {
  const flag = flags[setting] ?? setting;
  return value === undefined ? flag : `${flag} ${value}`;
};
