import { readFile } from 'node:fs/promises';
import type { PromptTemplate } from '@slowfast/spec';
import { promptTemplateConformance } from '@slowfast/test-kit';
import { type ChatPromptTemplateOptions, chatPromptTemplate } from './index.ts';

interface TemplateCase extends Pick<Required<ChatPromptTemplateOptions>, 'imageToken' | 'specialTokens'> {
  readonly name: string;
  readonly template: string;
}

const file = new URL('../fixtures/chat-templates.json', import.meta.url);
const { cases } = JSON.parse(await readFile(file, 'utf8')) as { readonly cases: readonly TemplateCase[] };
for (const { name, template: chatTemplate, imageToken, specialTokens } of cases) {
  const create = (): PromptTemplate => chatPromptTemplate({ chatTemplate, imageToken, specialTokens });
  promptTemplateConformance(name, { create });
}
