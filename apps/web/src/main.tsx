import { render } from 'preact';
import { App } from './components/app.tsx';
import { createAppState } from './state/app-state.ts';
import './styles/index.css';

const state = createAppState();
render(<App state={state} />, document.body);

// Once the page stands, the assistant is opened in its worker, so that the first question does not wait for it. People who
// save data get it with their first video.
const savesData = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
if (!savesData) {
  const whenIdle = globalThis.requestIdleCallback ?? ((callback: () => void) => setTimeout(callback, 500));
  whenIdle(() =>
    state.life
      .get()
      .then((assistant) => assistant.load())
      .catch(() => {}),
  );
}
