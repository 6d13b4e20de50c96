import { serveAssistant } from './worker.browser.ts';

// Entry of the web worker that `openAssistant` starts in a page.
serveAssistant();
