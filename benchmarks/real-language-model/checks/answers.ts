import { argMax, type CheckResult, Findings } from '../check-result.ts';
import { type Judged, promptOf, wholeAnswer } from '../judged-model.ts';
import type { JudgedAnswer } from '../oracle.ts';
import { logitsTolerance } from './prefill.ts';

/** Where the two likeliest tokens are closer than this, either may come. */
export const closeLead = 1e-3;

/**
 * Greedy answers equal those of transformers token by token, and the largest logit of each position with them. Where the
 * lead is small and the other token comes, the rest of that answer is another text and is not compared.
 */
export async function checkCache(judged: Judged): Promise<CheckResult> {
  const findings = new Findings();
  let positions = 0;
  let ties = 0;
  await using opened = await judged.open();
  for (const { name, turns, answer } of judged.oracle.prompts) {
    opened.watched.forget();
    await using session = await opened.model.session();
    await session.prefill(judged.render(turns));
    const promptIds = opened.watched.ids.length;
    const found = await wholeAnswer(session, { maxTokens: answer.greedy.length });
    const compared = comparePositions(name, opened.watched.logits, answer, findings);
    positions += compared;
    if (compared < answer.greedy.length) {
      ties += 1;
      continue;
    }
    const ids = opened.watched.ids.slice(promptIds);
    findings.expect(
      `${ids}` === `${answer.greedy.slice(0, -1)}`,
      () => `${name}: other ids than ${answer.greedy}`,
    );
    findings.expect(found.text === answer.text, () => `${name}: another text: ${found.text}`);
    findings.expect(found.finishReason === 'length', () => `${name}: ended by ${found.finishReason}`);
  }
  const longest = Math.max(...judged.oracle.prompts.map(({ answer }) => answer.greedy.length));
  return {
    name: 'key-value cache: greedy answers',
    compared: `${judged.oracle.prompts.length} answers of up to ${longest} tokens, ${positions} positions`,
    found: `equal, ${ties} cut at a lead under ${closeLead}; largest logits within ${findings.worstDifference.toExponential(1)}`,
    failures: findings.failures,
  };
}

/** How many positions were compared: all, or those up to the first where a close second came. */
function comparePositions(
  name: string,
  logits: readonly Float32Array[],
  answer: JudgedAnswer,
  findings: Findings,
): number {
  for (let i = 0; i < answer.greedy.length; i++) {
    const likeliest = argMax(logits[i]!);
    if (likeliest !== answer.greedy[i]) {
      const lead = answer.gaps[i]!;
      findings.expect(lead <= closeLead, () => `${name}: another token at ${i}, lead ${lead}`);
      return i;
    }
    const expected = answer.largest[i]!;
    const difference = Math.abs(logits[i]![answer.argMax[i]!]! - expected) / Math.abs(expected);
    findings.expectSmall(difference, logitsTolerance, `${name}: logit at ${i}`);
  }
  return answer.greedy.length;
}

/** An answer ends in front of the end token, and text and count are those of what came before. */
export async function checkEndToken(judged: Judged): Promise<CheckResult> {
  const findings = new Findings();
  // Those that end, and some that do not.
  const prompts = judged.oracle.prompts.filter(
    ({ answer }) => answer.endsAt !== null || answer.greedy.length <= 64,
  );
  let ended = 0;
  await using opened = await judged.open({ ends: true });
  for (const { name, turns, answer } of prompts) {
    await using session = await opened.model.session();
    await session.prefill(judged.render(turns));
    const found = await wholeAnswer(session, { maxTokens: answer.greedy.length });
    const ends = answer.endsAt !== null;
    if (ends) ended += 1;
    const expected = {
      text: answer.textToEnd,
      tokens: answer.endsAt ?? answer.greedy.length,
      finishReason: ends ? 'stop' : 'length',
    };
    findings.expect(
      JSON.stringify(found) === JSON.stringify(expected),
      () => `${name}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`,
    );
  }
  return {
    name: 'end token',
    compared: `${prompts.length} answers, ${ended} of them end`,
    found: 'equal',
    failures: findings.failures,
  };
}

/** Greedy answers under a repetition penalty equal those of transformers' `generate`. */
export async function checkRepetitionPenalty(judged: Judged): Promise<CheckResult> {
  const findings = new Findings();
  let tokens = 0;
  await using opened = await judged.open();
  for (const { prompt: name, repetitionPenalty, greedy, gaps, text } of judged.oracle.penalties) {
    opened.watched.forget();
    await using session = await opened.model.session();
    await session.prefill(judged.render(promptOf(judged.oracle, name).turns));
    const promptIds = opened.watched.ids.length;
    const found = await wholeAnswer(session, { maxTokens: greedy.length, repetitionPenalty });
    const ids = opened.watched.ids.slice(promptIds);
    const other = ids.findIndex((id, i) => id !== greedy[i]);
    const lead = gaps[other] ?? Number.POSITIVE_INFINITY;
    tokens += other < 0 ? greedy.length : other;
    if (other >= 0 && lead <= closeLead) continue;
    findings.expect(other < 0, () => `${name}: another token at ${other}, lead ${lead}`);
    findings.expect(found.text === text, () => `${name}: another text: ${found.text}`);
  }
  return {
    name: 'repetition penalty',
    compared: `${judged.oracle.penalties.length} greedy answers, ${tokens} tokens`,
    found: 'equal',
    failures: findings.failures,
  };
}
