/** How Chromium is started for tests: no sandbox (it runs as root in containers), no network, WebGPU on the processor. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-quic',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  // Else it looks up accounts.google.com all the same.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
  '--enable-unsafe-webgpu',
  '--enable-unsafe-swiftshader',
  '--use-webgpu-adapter=swiftshader',
  // Memory is measured by tests that can't wait for the browser's own moment. Of the runtime's 25 MB of WebAssembly little is used by each
  // of many pages: functions are validated and compiled when they are called, and optimised only where they run for long.
  '--js-flags=--expose-gc,--wasm-lazy-compilation,--wasm-lazy-validation,--wasm-tiering-budget=1000000000',
  '--enable-blink-features=ForceEagerMeasureMemory',
];
