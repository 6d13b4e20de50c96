import { hostTensor } from '@slowfast/spec';
import { type CheckResult, Findings, relativeDifference } from '../check-result.ts';
import type { Judged } from '../judged-model.ts';
import { floats32 } from '../oracle.ts';

/** Logits after a prompt may differ by this share of the largest. */
export const logitsTolerance = 1e-4;

/** Logits after each prompt equal those of transformers, whatever the size of the chunks that the prompt runs in. */
export async function checkPrefill(judged: Judged, chunkTokens: number): Promise<CheckResult> {
  const findings = new Findings();
  await using opened = await judged.open({ chunkTokens });
  for (const prompt of judged.oracle.prompts) {
    opened.watched.forget();
    await using session = await opened.model.session();
    await session.prefill(judged.render(prompt.turns));
    const difference = relativeDifference(opened.watched.logits.at(-1)!, floats32(prompt.logits));
    findings.expectSmall(difference, logitsTolerance, `${prompt.name}: logits`);
    const runs = Math.ceil(prompt.ids.length / chunkTokens);
    const found = opened.watched.decoderGraphRuns;
    findings.expect(found === runs, () => `${prompt.name}: ${found} runs instead of ${runs}`);
  }
  return {
    name: `prefill in chunks of ${chunkTokens}`,
    compared: `${judged.oracle.prompts.length} rows of logits`,
    found: `largest difference ${findings.worstDifference.toExponential(1)}`,
    failures: findings.failures,
  };
}

/**
 * Embeddings that come as a video's tokens act like the text that they are taken from: the middle of each prompt is given
 * that way, in chunks whose borders fall into it.
 */
export async function checkSplicing(judged: Judged): Promise<CheckResult> {
  const findings = new Findings();
  await using opened = await judged.open({ chunkTokens: 50 });
  const { embeddingSize } = opened.model;
  for (const prompt of judged.oracle.prompts) {
    const parts = judged.render(prompt.turns);
    const place = parts.findIndex((part) => part.type === 'text');
    const middle = parts[place]!;
    opened.watched.forget();
    await using wordsAlone = await opened.model.session();
    await wordsAlone.prefill([middle]);
    const embeddings = opened.watched.embeddings();
    const tokens = embeddings.length / embeddingSize;
    opened.watched.forget();
    await using session = await opened.model.session();
    await session.prefill([...parts.slice(0, place), { type: 'video' }, ...parts.slice(place + 1)], {
      videoTokens: hostTensor(embeddings, [tokens, embeddingSize]),
    });
    findings.expect(session.tokenCount === prompt.ids.length, () => `${prompt.name}: another length`);
    const difference = relativeDifference(opened.watched.logits.at(-1)!, floats32(prompt.logits));
    findings.expectSmall(difference, logitsTolerance, `${prompt.name}: logits`);
  }
  return {
    name: 'words given as tokens of a video',
    compared: `${judged.oracle.prompts.length} rows of logits`,
    found: `largest difference ${findings.worstDifference.toExponential(1)}`,
    failures: findings.failures,
  };
}
