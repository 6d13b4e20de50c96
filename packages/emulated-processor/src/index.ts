export { type TestProcessor, testProcessors } from './test-processors.ts';
