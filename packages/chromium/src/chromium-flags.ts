/** How Chromium is started for tests: no sandbox (it runs as root in containers), no network, WebGPU on the processor. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-quic',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--enable-unsafe-webgpu',
  '--enable-unsafe-swiftshader',
  '--use-webgpu-adapter=swiftshader',
  // Memory is measured by tests that can't wait for the browser's own moment.
  '--js-flags=--expose-gc,--wasm-lazy-compilation',
  '--enable-blink-features=ForceEagerMeasureMemory',
];
