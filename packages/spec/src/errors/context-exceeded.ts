import type { AskedSettings } from '../video-reduction.ts';
import { type SettingSpelling, spellOption } from './setting-spelling.ts';
import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link ContextExceededError}. */
export type ContextExceededFacts = {
  readonly needed: number;
  readonly videoTokens: number;
  readonly textTokens: number;
  readonly answerTokens: number;
  readonly contextLength: number;
  /** What was asked for and has its part in it. */
  readonly asked?: AskedSettings;
  /** A budget of video tokens with which it would fit; absent where there is none. */
  readonly budgetTokens?: number;
};

const code = 'context-exceeded';

/** Video, prompt and answer together are more tokens than the model can hold. */
export class ContextExceededError extends SlowFastError<ContextExceededFacts, typeof code> {
  static readonly code = code;

  constructor(facts: ContextExceededFacts, options?: ErrorOptions) {
    super(code, message(facts, spellOption), facts, { ...options, isUsage: false });
  }

  override messageIn(spell: SettingSpelling): string {
    return message(this.facts, spell);
  }
}

function message(f: ContextExceededFacts, spell: SettingSpelling): string {
  const found = `Too many tokens: found ${f.needed} (video ${f.videoTokens}, text ${f.textTokens}, answer up to ${f.answerTokens}), expected at most ${f.contextLength}.`;
  const asked = Object.entries(f.asked ?? {}).map(([setting, value]) => spell(setting, value));
  const budget = f.budgetTokens === undefined ? undefined : spell('budgetTokens', f.budgetTokens);
  const advice =
    asked.length > 0
      ? `Asked for: ${asked.join(', ')}. Lower that${budget ? `, or give ${budget}` : ''}.`
      : budget
        ? `Ask a shorter question, or give ${budget}.`
        : 'Use fewer frames, a coarser aggregation, a shorter question or a shorter answer.';
  return `${found} ${advice}`;
}
