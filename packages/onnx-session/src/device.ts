import { InvalidSettingError } from '@slowfast/spec';

/** Devices that the runtimes of both platforms compute on, the processor first in each. */
const devicesOf = {
  Node: ['auto', 'cpu', 'cuda', 'dml', 'webgpu', 'coreml'],
  'a page': ['auto', 'wasm', 'cpu', 'webgpu'],
} as const;

/**
 * What computes: `cpu` is the processor (in a page through WebAssembly), `wasm` WebAssembly, `webgpu`, `cuda` (NVIDIA), `dml`
 * (DirectML, Windows) and `coreml` (macOS) are graphics processors and the like, `auto` is the fastest that passes a trial.
 */
export type Device = (typeof devicesOf)[keyof typeof devicesOf][number];

/** All devices there are, on whichever platform. */
export const deviceNames: readonly Device[] = [...new Set(Object.values(devicesOf).flat())];

/** Devices of Node; which of them work is another matter. */
export type NodeDevice = (typeof devicesOf)['Node'][number];

/** Devices of a page. */
export type PageDevice = (typeof devicesOf)['a page'][number];

/** @throws InvalidSettingError for what is no device of Node: it names those that are. */
export function checkNodeDevice(device: string): NodeDevice {
  return checkOn('Node', device);
}

/** @throws InvalidSettingError for what is no device of a page: it names those that are. */
export function checkPageDevice(device: string): PageDevice {
  return checkOn('a page', device);
}

function checkOn<Platform extends keyof typeof devicesOf>(
  platform: Platform,
  device: string,
): (typeof devicesOf)[Platform][number] {
  const there: readonly (typeof devicesOf)[Platform][number][] = devicesOf[platform];
  const known = there.find((each) => each === device);
  if (known) return known;
  const hint = platform === 'Node' && device === 'wasm' ? ' (cpu is the processor)' : '';
  throw new InvalidSettingError({
    setting: 'device',
    found: JSON.stringify(device),
    expected: `a device of ${platform}, one of ${there.join(', ')}${hint}`,
  });
}
