/** Whether WebGPU can run models here. */
export type GraphicsAdapter =
  | { readonly kind: 'hardware' }
  /** It computes on the processor, slower than WebAssembly does. */
  | { readonly kind: 'software'; readonly reason: string }
  | { readonly kind: 'none'; readonly reason: string; readonly remedy: string };

const software = /swiftshader|llvmpipe|lavapipe|softpipe|basic render/i;

/** Asks the browser for a graphics processor. Never throws. */
export async function findGraphicsAdapter(): Promise<GraphicsAdapter> {
  const gpu = typeof navigator === 'undefined' ? undefined : (navigator as { gpu?: GPU }).gpu;
  if (!gpu) {
    return {
      kind: 'none',
      reason: 'there is no WebGPU (navigator.gpu)',
      remedy: 'Use a browser that has WebGPU, on a page served over https or from localhost',
    };
  }
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return noAdapter('the browser gives no graphics adapter');
    const { info } = adapter;
    // Before it moved to `info`, the adapter told it itself.
    const isFallback =
      info?.isFallbackAdapter ?? (adapter as { isFallbackAdapter?: boolean }).isFallbackAdapter;
    const names = [info?.vendor, info?.architecture, info?.device, info?.description]
      .filter(Boolean)
      .join(' ');
    if (!isFallback && !software.test(names)) return { kind: 'hardware' };
    return { kind: 'software', reason: `the only graphics adapter is software (${names || 'unnamed'})` };
  } catch (error) {
    return noAdapter(`the browser gives no graphics adapter (${String(error)})`);
  }
}

function noAdapter(reason: string): GraphicsAdapter {
  return {
    kind: 'none',
    reason,
    remedy: 'Switch on hardware acceleration in the settings of the browser, or update the graphics driver',
  };
}
