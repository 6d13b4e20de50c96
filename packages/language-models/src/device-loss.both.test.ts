import { hostTensor } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { onnxLanguageModel } from './index.ts';
import { countResidents } from './testing/count-residents.ts';
import { losingRuntime } from './testing/losing-runtime.ts';
import { testRuntimes } from './testing/test-runtimes.ts';
import { collect, oracleCases, promptParts, tinyCheckpoint } from './testing/tiny-checkpoint.ts';

const [oracle] = await oracleCases();
const parts = promptParts(oracle!);
const [head, tail] = [parts.slice(0, 2), parts.slice(2)];
const videoTokens = hostTensor(oracle!.video, [oracle!.video.length / 32, 32]);
const maxTokens = 12;
const statesPerSequence = 4;

/** A model whose device can be lost, with a video's prefix and what it answers undisturbed. */
async function prepared() {
  const residents = countResidents(testRuntimes[0]!.runtime);
  const losing = losingRuntime(residents);
  const folder = await tinyCheckpoint('whole');
  const model = await onnxLanguageModel(folder, { prefillChunkTokens: 16, runtime: losing.runtime });
  const prefix = await model.session();
  await prefix.prefill(head, { videoTokens });
  await using undisturbed = await prefix.fork();
  await undisturbed.prefill(tail);
  const { text } = await collect(undisturbed.generate({ maxTokens }));
  const alive = () => residents.counts.alive / statesPerSequence;
  return { ...losing, model, prefix, text, alive };
}

test('a device that is lost in the middle of an answer: it goes on as it would have, with no text twice', async () => {
  const { model, prefix, text, lose, alive } = await prepared();
  await using _ = model;
  const fork = await prefix.fork();
  await fork.prefill(tail);
  const pieces: string[] = [];
  for await (const part of fork.generate({ maxTokens })) {
    if (part.type !== 'text-delta') continue;
    pieces.push(part.text);
    if (pieces.length === 2 || pieces.length === 5) lose();
  }
  expect(pieces.join('')).toBe(text);
  await fork.dispose();
  await prefix.dispose();
  expect(alive()).toBe(0);
});

test('what a video has in common is computed again once, for all questions', async () => {
  const { model, prefix, text, lose, tokensFed } = await prepared();
  await using _ = model;
  const answer = async () => {
    await using fork = await prefix.fork();
    await fork.prefill(tail);
    return (await collect(fork.generate({ maxTokens }))).text;
  };
  const fedBy = async () => {
    const before = tokensFed();
    expect(await answer()).toBe(text);
    return tokensFed() - before;
  };
  const usual = await fedBy();
  lose();
  const afterLoss = await fedBy();
  expect(afterLoss - usual).toBe(prefix.tokenCount);
  expect(await fedBy()).toBe(usual);
  await prefix.dispose();
});

test('a session that went on alone, and one with a video of its own, come back too', async () => {
  const { model, prefix, text, lose } = await prepared();
  await using _ = model;
  await using session = await prefix.fork();
  await prefix.dispose();
  lose();
  await session.prefill(tail);
  lose();
  expect((await collect(session.generate({ maxTokens }))).text).toBe(text);
});

test('what is cancelled meanwhile is cancelled', async () => {
  const { model, prefix, lose } = await prepared();
  await using _ = model;
  await using fork = await prefix.fork();
  lose();
  const reason = new Error('enough');
  const signal = AbortSignal.abort(reason);
  await expect(fork.prefill(tail, { signal })).rejects.toBe(reason);
  await prefix.dispose();
});
