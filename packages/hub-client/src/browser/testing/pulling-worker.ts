import { pullHubModel } from '../index.ts';

// Pulls a model in a worker that a test may end at any time.
addEventListener('message', ({ data }) => {
  const { model, options } = data;
  pullHubModel(model, { ...options, onProgress: (progress) => postMessage({ progress }) }).then(
    ({ bytes }) => postMessage({ bytes }),
    (error) => postMessage({ error: String(error) }),
  );
});
