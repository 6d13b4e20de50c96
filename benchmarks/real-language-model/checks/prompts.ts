import type { PromptPart } from '@slowfast/spec';
import { type CheckResult, Findings } from '../check-result.ts';
import type { Judged } from '../judged-model.ts';

/** The rendered text equals transformers' `apply_chat_template`, with and without an image. */
export function checkChatTemplate(judged: Judged): CheckResult {
  const findings = new Findings();
  for (const { name, turns, rendered, renderedWithImage } of judged.oracle.prompts) {
    findings.expect(textOf(judged.render(turns)) === rendered, () => `${name}: another text`);
    findings.expect(
      textOf(judged.renderWithVideo(turns)) === renderedWithImage,
      () => `${name}: another text with an image`,
    );
  }
  return {
    name: 'chat template',
    compared: `${findings.compared} texts`,
    found: 'equal',
    failures: findings.failures,
  };
}

/**
 * Ids equal those of transformers: of prompts in which users' words are marked as such, of the same prompts as one
 * control text, and of texts that spell special tokens, which are plain text there.
 */
export async function checkTokenizer(judged: Judged): Promise<CheckResult> {
  const { prompts, spelled } = judged.oracle;
  const findings = new Findings();
  let ids = 0;
  await using opened = await judged.open({ chunkTokens: judged.oracle.context.ids.length });
  const compare = async (name: string, parts: readonly PromptPart[], expected: readonly number[]) => {
    opened.watched.forget();
    await using session = await opened.model.session();
    await session.prefill(parts);
    ids += expected.length;
    findings.expect(`${opened.watched.ids}` === `${expected}`, () => `${name}: other ids`);
  };
  for (const prompt of prompts) {
    await compare(prompt.name, judged.render(prompt.turns), prompt.ids);
    await compare(prompt.name, [{ type: 'control', text: prompt.rendered }], prompt.ids);
  }
  for (const { text, ids: expected } of spelled) await compare(text, [{ type: 'text', text }], expected);
  return {
    name: 'tokenizer',
    compared: `${findings.compared} texts, ${ids} ids`,
    found: 'equal',
    failures: findings.failures,
  };
}

function textOf(parts: readonly PromptPart[]): string {
  return parts.map((part) => (part.type === 'video' ? '<image>' : part.text)).join('');
}
