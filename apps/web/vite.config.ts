import { defineConfig } from 'vite';
import { headersPlugin } from './build/headers-plugin.ts';
import { offlinePlugin } from './build/offline-plugin.ts';
import { isolationHeaders, pageHeaders } from './build/security-headers.ts';

export default defineConfig({
  // Relative addresses: the built folder works at any path.
  base: './',
  plugins: [headersPlugin(), offlinePlugin()],
  server: { headers: isolationHeaders },
  preview: { headers: pageHeaders },
  // Prebundled, onnxruntime-web would not find the WebAssembly beside it.
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  worker: {
    format: 'es',
    rolldownOptions: {
      // The page has backends of its own: the one that looks for an installed TensorFlow.js is never asked for.
      external: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-cpu'],
      output: {
        // By their name the offline plug-in knows what few visits need.
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.some((id) => id.includes('@tensorflow'))
            ? 'assets/tfjs-[name]-[hash].js'
            : 'assets/[name]-[hash].js',
      },
    },
  },
  build: {
    target: 'es2023',
    // The policy allows no data: addresses, and the model's files are read by ranges.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'index.html', 'service-worker': 'src/service-worker/service-worker.ts' },
      output: {
        entryFileNames: ({ name }) =>
          name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js',
      },
    },
  },
});
