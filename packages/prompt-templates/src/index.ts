export { type ChatPromptTemplateOptions, chatPromptTemplate } from './chat-prompt-template.ts';
export { defaultInstructions, type InstructionText } from './instruction-text.ts';
export { defaultTimestamps } from './video-with-times.ts';
