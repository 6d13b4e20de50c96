import { ContextExceededError } from '@slowfast/spec';
import { type CheckResult, Findings, relativeDifference } from '../check-result.ts';
import { type Judged, promptOf, wholeAnswer } from '../judged-model.ts';
import { floats32 } from '../oracle.ts';
import { closeLead } from './answers.ts';
import { logitsTolerance } from './prefill.ts';

/**
 * Answers end where those of transformers end, after as many tokens, and the text in front of the stop string is the same.
 * The stop strings lie within a token, across two, across many, begin without going on, or never come.
 */
export async function checkStopStrings(judged: Judged): Promise<CheckResult> {
  const findings = new Findings();
  await using opened = await judged.open();
  for (const { prompt: name, maxTokens, stopStrings, tokens, stops, text } of judged.oracle.stops) {
    const { turns } = promptOf(judged.oracle, name);
    await using session = await opened.model.session();
    await session.prefill(judged.render(turns));
    const found = await wholeAnswer(session, { maxTokens, stopStrings });
    const expected = { text, tokens, finishReason: stops ? 'stop' : 'length' };
    findings.expect(
      JSON.stringify(found) === JSON.stringify(expected),
      () =>
        `${name}, ${JSON.stringify(stopStrings)}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`,
    );
  }
  const stopped = judged.oracle.stops.filter(({ stops }) => stops).length;
  return {
    name: 'stop strings',
    compared: `${findings.compared} answers, ${stopped} of them stopped`,
    found: 'equal',
    failures: findings.failures,
  };
}

/**
 * A prompt that leaves little room: logits far behind in the context equal those of transformers, the answer ends where the
 * context ends, and nothing that does not fit is run.
 */
export async function checkContextLimit(judged: Judged): Promise<CheckResult> {
  const findings = new Findings();
  const { turns, ids, answer, logits } = judged.oracle.context;
  await using opened = await judged.open();
  const { contextLength } = opened.model;
  await using session = await opened.model.session();
  const parts = judged.render(turns);
  await session.prefill(parts);
  findings.expect(`${opened.watched.ids}` === `${ids}`, () => 'other ids');
  const difference = relativeDifference(opened.watched.logits.at(-1)!, floats32(logits));
  findings.expectSmall(difference, logitsTolerance, 'logits');
  const found = await wholeAnswer(session, { maxTokens: 1000 });
  const room = contextLength - ids.length;
  findings.expect(found.finishReason === 'context', () => `ended by ${found.finishReason}`);
  findings.expect(found.tokens === room, () => `${found.tokens} tokens instead of ${room}`);
  findings.expect(session.tokenCount === contextLength, () => `${session.tokenCount} tokens in the end`);
  const isClose = answer.gaps.some((lead) => lead <= closeLead);
  findings.expect(isClose || found.text === answer.text, () => `another text: ${found.text}`);
  opened.watched.forget();
  const refused = await session.prefill([{ type: 'text', text: 'more' }]).catch((error: unknown) => error);
  findings.expect(refused instanceof ContextExceededError, () => 'a token behind the end was taken');
  await using other = await opened.model.session();
  const tooLong = await other.prefill([...parts, ...parts]).catch((error: unknown) => error);
  findings.expect(tooLong instanceof ContextExceededError, () => 'a prompt that does not fit was taken');
  findings.expect(opened.watched.decoderGraphRuns === 0, () => 'something ran although it does not fit');
  return {
    name: 'context limit',
    compared: `${ids.length} tokens of prompt, ${room} of answer, 2 refusals`,
    found: `equal; logits within ${findings.worstDifference.toExponential(1)}`,
    failures: findings.failures,
  };
}
