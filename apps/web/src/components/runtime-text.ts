import type { RuntimeDescription } from '@slowfast/spec';
import { counted } from '../format.ts';

const providers: Readonly<Record<string, string>> = {
  wasm: 'WebAssembly',
  webgpu: 'WebGPU',
  cpu: 'processor',
};

/** What runs the models, in a few words: `WebAssembly, 2 threads`. */
export function runtimeText({ provider, threads }: RuntimeDescription): string {
  const name = providers[provider] ?? provider;
  return threads === undefined || provider === 'webgpu' ? name : `${name}, ${counted(threads, 'thread')}`;
}
