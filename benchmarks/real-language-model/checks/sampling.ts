import { type CheckResult, Findings } from '../check-result.ts';
import { type Judged, promptOf, wholeAnswer } from '../judged-model.ts';
import { floats32, floats64, integers32, type Oracle } from '../oracle.ts';

const drawsPerSetting = 250;
/** Rounding may move the borders between tokens on the line from 0 to 1 by this much. */
const borderTolerance = 1e-6;

/**
 * On the judge's own logits, each draw is the token on which its random number falls in the distribution that the logits
 * processors of transformers make, tokens in ascending order.
 */
export async function checkDistributions(judged: Judged): Promise<CheckResult> {
  const findings = new Findings();
  const { oracle } = judged;
  await using opened = await judged.open();
  for (const { prompt: name, settings, ids, probabilities } of oracle.sampling) {
    const prompt = promptOf(oracle, name);
    opened.watched.forcedLogits = floats32(prompt.logits);
    await using session = await opened.model.session();
    await session.prefill(judged.render(prompt.turns));
    const choices = { ids: integers32(ids), probabilities: floats64(probabilities) };
    for (let seed = 0; seed < drawsPerSetting; seed++) {
      await using fork = await session.fork();
      const { text } = await wholeAnswer(fork, { maxTokens: 1, ...settings, seed });
      const expected = expectedTexts(oracle, choices, firstRandomNumber(seed));
      findings.expect(
        expected.includes(text),
        () => `${name}, ${JSON.stringify(settings)}, seed ${seed}: ${text} instead of ${expected}`,
      );
    }
  }
  return {
    name: 'sampling: draws from the distribution',
    compared: `${oracle.sampling.length} distributions, ${findings.compared} draws`,
    found: 'equal',
    failures: findings.failures,
  };
}

/** Texts of the tokens on which the number falls, give or take the tolerance. */
function expectedTexts(
  { tokenTexts }: Oracle,
  { ids, probabilities }: { ids: Int32Array; probabilities: Float64Array },
  random: number,
): string[] {
  const at = (position: number) => {
    let sum = 0;
    let i = 0;
    while (i < ids.length - 1 && position >= sum + probabilities[i]!) sum += probabilities[i++]!;
    return i;
  };
  const texts: string[] = [];
  for (let i = at(random - borderTolerance); i <= at(random + borderTolerance); i++)
    texts.push(tokenTexts[ids[i]!]!);
  return texts;
}

/**
 * The first number of mulberry32, the generator that the language model names
 * (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c).
 */
function firstRandomNumber(seed: number): number {
  const state = (seed + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** A seed makes the same text again, from a fork and from a new session; other seeds make other texts. */
export async function checkSeeds(judged: Judged): Promise<CheckResult> {
  const findings = new Findings();
  await using opened = await judged.open();
  for (const { name, turns } of judged.oracle.prompts.slice(0, 4)) {
    const start = async () => {
      const session = await opened.model.session();
      await session.prefill(judged.render(turns));
      return session;
    };
    await using session = await start();
    await using again = await start();
    const sample = async (from: typeof session, seed: number) => {
      await using fork = await from.fork();
      return (await wholeAnswer(fork, { maxTokens: 32, temperature: 0.9, topK: 50, topP: 0.95, seed })).text;
    };
    const text = await sample(session, 1);
    findings.expect(text === (await sample(session, 1)), () => `${name}: a fork says something else`);
    findings.expect(text === (await sample(again, 1)), () => `${name}: a new session says something else`);
    findings.expect(text !== (await sample(session, 2)), () => `${name}: two seeds say the same`);
  }
  return {
    name: 'sampling: seeds',
    compared: `${findings.compared} pairs of answers`,
    found: 'repeated by the same seed, changed by another',
    failures: findings.failures,
  };
}
