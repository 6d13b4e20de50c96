/** Where a package stands. A lower layer knows nothing of a higher one. */
export interface PackagePlace {
  /** 0 to 4; `dev` for packages that only tests, tools and one another may import. */
  readonly layer: 0 | 1 | 2 | 3 | 4 | 'dev';
  /**
   * Entries that run in Node only. Every other entry is shared with browsers and must not reach a `node:` module by a
   * static import. `all` for a package that never runs in a browser.
   */
  readonly nodeEntries?: readonly string[] | 'all';
}

/** What each layer is for, as people read it in a message. */
export const layerNames = {
  0: 'L0, shared types and errors',
  1: 'L1, foundations',
  2: 'L2, stages',
  3: 'L3, presets',
  4: 'L4, applications',
  dev: 'development only',
} as const;

/** The layers of the architecture. A new package is added here, in the lowest layer that it can live in. */
export const layerMap: Readonly<Record<string, PackagePlace>> = {
  '@slowfast/spec': { layer: 0 },

  '@slowfast/byte-sources': { layer: 1, nodeEntries: ['./node'] },
  '@slowfast/images': { layer: 1 },
  '@slowfast/onnx-format': { layer: 1 },
  '@slowfast/onnx-session': { layer: 1, nodeEntries: ['./node'] },
  '@slowfast/model-files': { layer: 1, nodeEntries: ['./node'] },
  '@slowfast/hub-client': { layer: 1, nodeEntries: ['./node'] },
  '@slowfast/tiny-model': { layer: 1 },
  '@slowfast/worker-calls': { layer: 1, nodeEntries: ['./node'] },

  '@slowfast/frame-samplers': { layer: 2 },
  '@slowfast/frame-sources': { layer: 2, nodeEntries: ['./node'] },
  '@slowfast/vision-encoders': { layer: 2 },
  '@slowfast/token-aggregators': { layer: 2 },
  '@slowfast/tensor-backends': { layer: 2 },
  '@slowfast/prompt-templates': { layer: 2 },
  '@slowfast/language-models': { layer: 2 },
  '@slowfast/json-constraints': { layer: 2 },
  '@slowfast/video-token-caches': { layer: 2, nodeEntries: ['./disk'] },
  '@slowfast/pipeline': { layer: 2 },
  '@slowfast/model-converter': { layer: 2, nodeEntries: ['./node'] },

  'slowfast-llava': { layer: 3 },
  '@slowfast/accuracy': { layer: 3 },

  '@slowfast/cli': { layer: 4, nodeEntries: 'all' },
  '@slowfast/web': { layer: 4 },
  '@slowfast/examples': { layer: 4, nodeEntries: 'all' },

  '@slowfast/test-kit': { layer: 'dev' },
  '@slowfast/tiny-checkpoints': { layer: 'dev' },
  '@slowfast/loopback-hub': { layer: 'dev', nodeEntries: 'all' },
  '@slowfast/chromium': { layer: 'dev', nodeEntries: 'all' },
  '@slowfast/emulated-processor': { layer: 'dev', nodeEntries: 'all' },
  '@slowfast/benchmarks': { layer: 'dev', nodeEntries: 'all' },
  '@slowfast/shape-world': { layer: 'dev', nodeEntries: 'all' },
  '@slowfast/embedded-model': { layer: 'dev', nodeEntries: 'all' },
};
