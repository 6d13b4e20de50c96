import type { PromptTemplate } from '@slowfast/spec';
import { promptTemplateConformance } from '@slowfast/test-kit';
import { type ChatPromptTemplateOptions, chatPromptTemplate } from './index.ts';
import { chatTemplates } from './testing/files.ts';

interface TemplateCase extends Pick<Required<ChatPromptTemplateOptions>, 'imageToken' | 'specialTokens'> {
  readonly name: string;
  readonly template: string;
}

const { cases } = await chatTemplates<{ readonly cases: readonly TemplateCase[] }>();
for (const { name, template: chatTemplate, imageToken, specialTokens } of cases) {
  const create = (): PromptTemplate => chatPromptTemplate({ chatTemplate, imageToken, specialTokens });
  promptTemplateConformance(name, { create });
}
