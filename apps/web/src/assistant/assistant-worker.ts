import { serveAssistant } from 'slowfast-llava/worker';

// The worker in which videos are watched and questions answered. TensorFlow.js is a script of its own, fetched when asked for.
serveAssistant({
  stages: {
    backends: {
      'tfjs-webgl': async () => (await import('./tfjs-webgl-backend.ts')).tfjsWebglBackend(),
      'tfjs-wasm': async () => (await import('./tfjs-wasm-backend.ts')).tfjsWasmBackend(),
    },
  },
});
