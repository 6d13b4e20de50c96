import { expect } from 'vitest';
import { generatedParts, promptedSession } from './language-model-answers.ts';
import type { LanguageModelCase } from './language-model-case.ts';

/** Facts and disposal. */
export function testLanguageModelLifetimes(setup: LanguageModelCase): void {
  const { test, withModel, create, prompt, tail } = setup;
  const disposed = { code: 'disposed' };

  withModel('tells what it is and what memory a context takes', async (model) => {
    expect(model.id).not.toBe('');
    expect(model.embeddingSize).toBeGreaterThan(0);
    expect(model.contextLength).toBeGreaterThan(0);
    const small = model.contextBytes(10);
    const large = model.contextBytes(1000);
    expect(small.keyValueCache).toBeGreaterThan(0);
    expect(large.keyValueCache).toBeGreaterThan(small.keyValueCache);
    expect(large.logits).toBeGreaterThanOrEqual(small.logits);
  });

  withModel('checks a prompt without running anything', async (model) => {
    const check = model.checkPrompt(prompt);
    expect(check.textTokens).toBeGreaterThan(0);
    expect(model.checkPrompt(prompt)).toEqual(check);
    expect(model.checkPrompt([]).textTokens).toBe(0);
  });

  withModel('a disposed session is of no use, others are', async (model, shared) => {
    await using other = await (await shared.origin()).fork();
    const session = await promptedSession(model, setup);
    await session.dispose();
    await session.dispose();
    await expect(session.prefill(tail)).rejects.toMatchObject(disposed);
    await expect(session.fork()).rejects.toMatchObject(disposed);
    await expect(generatedParts(session, { maxTokens: 1 })).rejects.toMatchObject(disposed);
    expect((await generatedParts(other, { maxTokens: 1 })).length).toBeGreaterThan(0);
  });

  test('a disposed model is of no use', async () => {
    const model = await create();
    const session = await model.session();
    await model.dispose();
    await model.dispose();
    await expect(model.session()).rejects.toMatchObject(disposed);
    await expect(session.prefill(tail)).rejects.toMatchObject(disposed);
    await session.dispose();
  });
}
