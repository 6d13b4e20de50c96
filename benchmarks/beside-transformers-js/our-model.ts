import { onnxLanguageModel } from '@slowfast/language-models';
import { openModelFolder } from '@slowfast/model-files';
import { hostTensor, type LanguageModelSession } from '@slowfast/spec';
import { qwenHalf } from '../decoder-graph/qwen-weights.ts';
import { answerTokens, type Candidate, questionTokens, seconds, videoTokens } from './candidate.ts';
import type { OurForm } from './model-folders.ts';

/** Our language model: a prompt with the tokens of a video, its answer, and another question behind the same tokens. */
export async function ourModel(folder: string, dtype: OurForm): Promise<Candidate> {
  const model = await onnxLanguageModel(await openModelFolder(folder), { dtype });
  const values = Float32Array.from(
    { length: videoTokens * qwenHalf.hiddenSize },
    (_, i) => 0.03 * Math.sin(i * 0.37),
  );
  const video = hostTensor(values, [videoTokens, qwenHalf.hiddenSize]);
  const question = 'a'.repeat(questionTokens);

  async function firstToken(session: LanguageModelSession): Promise<void> {
    const before = session.tokenCount;
    await session.prefill([{ type: 'control', text: question }]);
    if (session.tokenCount - before !== questionTokens) throw new Error('the question has other tokens');
    for await (const _ of session.generate({ maxTokens: 1 }));
  }

  return {
    async round() {
      await using prefix = await model.session();
      const prefill = await seconds(() => prefix.prefill([{ type: 'video' }], { videoTokens: video }));
      await using first = await prefix.fork();
      const asked = await seconds(() => firstToken(first));
      const answer = await seconds(async () => {
        for await (const _ of first.generate({ maxTokens: answerTokens }));
      });
      await using second = await prefix.fork();
      const secondQuestion = await seconds(() => firstToken(second));
      return { firstToken: prefill + asked, perToken: answer / answerTokens, secondQuestion };
    },
    [Symbol.asyncDispose]: () => model.dispose(),
  };
}
