import { serveAssistant } from '../worker.browser.ts';

// A worker that ends when it is told to, without a word to its page, as one does that the browser ends.
addEventListener('message', ({ data }) => {
  if (data === 'die') close();
});
serveAssistant();
