import { fileFolder } from '@slowfast/test-kit/files';

const fixtures = fileFolder('../../fixtures/', import.meta.url);

/** What transformers made of chat templates of many models. */
export const chatTemplates = <T>(): Promise<T> => fixtures.json<T>('chat-templates.json');

/** The files of the embedded model. */
export const embeddedModel = fileFolder('../../../tiny-model/', import.meta.url);
