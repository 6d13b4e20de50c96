import { serveAssistant } from './worker.ts';

// Entry of the web worker that `openAssistant` starts in a page.
serveAssistant();
