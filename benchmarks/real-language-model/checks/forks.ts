import type { LanguageModelSession, PromptPart } from '@slowfast/spec';
import { type CheckResult, Findings, relativeDifference } from '../check-result.ts';
import type { Judged, OpenedModel } from '../judged-model.ts';
import { floats32, type JudgedPrompt } from '../oracle.ts';
import { closeLead } from './answers.ts';
import { logitsTolerance } from './prefill.ts';

const sliceTokens = 8;
const slices = 3;

/**
 * All conversations begin with the same system message: it is run once, and each conversation is a fork of it. Logits equal
 * those of transformers on the whole. Then pairs of forks answer in turns, a few tokens each, beside a third that draws
 * other tokens from the same state: each says what it would have said alone.
 */
export async function checkForks(judged: Judged): Promise<CheckResult> {
  const findings = new Findings();
  const { prompts } = judged.oracle;
  await using opened = await judged.open();
  await using prefix = await opened.model.session();
  await prefix.prefill(splitFirstTurn(judged.render(prompts[0]!.turns)).head);
  const prefixTokens = prefix.tokenCount;
  for (let i = 0; i < prompts.length; i += 2) {
    await using first = await startAnswer(judged, opened, prefix, prompts[i]!, findings);
    await using second = await startAnswer(
      judged,
      opened,
      prefix,
      prompts[(i + 1) % prompts.length]!,
      findings,
    );
    await using disturber = await first.session.fork();
    for (let slice = 0; slice < slices; slice++) {
      await first.continue();
      for await (const _ of disturber.generate({ maxTokens: sliceTokens, temperature: 2, seed: i })) {
        // Only to write into what it shares with the first.
      }
      await second.continue();
    }
    for (const answer of [first, second]) answer.compare(findings);
  }
  findings.expect(prefix.tokenCount === prefixTokens, () => 'the prefix has grown');
  await using last = await startAnswer(judged, opened, prefix, prompts[0]!, findings);
  await last.continue();
  last.compare(findings);
  return {
    name: 'forks of one prefix, answering in turns',
    compared: `${prompts.length + 1} forks of ${prefixTokens} tokens, up to ${slices * sliceTokens} answer tokens each`,
    found: `equal; logits within ${findings.worstDifference.toExponential(1)}`,
    failures: findings.failures,
  };
}

async function startAnswer(
  judged: Judged,
  { watched }: OpenedModel,
  prefix: LanguageModelSession,
  prompt: JudgedPrompt,
  findings: Findings,
) {
  const session = await prefix.fork();
  await session.prefill(splitFirstTurn(judged.render(prompt.turns)).tail);
  const difference = relativeDifference(watched.logits.at(-1)!, floats32(prompt.logits));
  findings.expectSmall(difference, logitsTolerance, `${prompt.name}: logits of the fork`);
  const ids: number[] = [];
  return {
    session,
    async continue() {
      watched.forget();
      for await (const _ of session.generate({ maxTokens: sliceTokens })) {
        // What was said is seen by what the next token needs.
      }
      ids.push(...watched.ids);
    },
    compare(found: Findings) {
      const { greedy, gaps } = prompt.answer;
      const other = ids.findIndex((id, i) => id !== greedy[i]);
      const isRight = other < 0 || gaps[other]! <= closeLead;
      found.expect(isRight, () => `${prompt.name}: another token at ${other}, lead ${gaps[other]}`);
    },
    [Symbol.asyncDispose]: () => session.dispose(),
  };
}

/** A prompt cut where its first user turn begins. */
function splitFirstTurn(parts: readonly PromptPart[]) {
  const [first, ...others] = parts;
  if (first?.type !== 'control') throw new Error('expected a prompt that begins with control text');
  const place = first.text.lastIndexOf('<|im_start|>');
  return {
    head: [{ type: 'control', text: first.text.slice(0, place) }] satisfies PromptPart[],
    tail: [{ type: 'control', text: first.text.slice(place) }, ...others] satisfies PromptPart[],
  };
}
