import { serveAssistant } from './worker.ts';

// Entry of the worker thread that `openAssistant` starts in Node.
serveAssistant();
