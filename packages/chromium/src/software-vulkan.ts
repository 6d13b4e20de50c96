import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findChromium } from './find-chromium.ts';

const manifest = 'vk_swiftshader_icd.json';

/**
 * Environment in which programs that use Vulkan, such as WebGPU in Node, find a graphics processor that is computed (SwiftShader), which
 * comes with Chromium; empty where it does not, and where somebody has named a driver. They also need libvulkan of the system.
 */
export async function softwareVulkan(): Promise<Readonly<Record<string, string>>> {
  if (process.env.VK_DRIVER_FILES !== undefined) return {};
  const program = await findChromium().catch(() => undefined);
  // What is on the PATH may be a script that starts the program.
  const folders = [
    ...(program ? [dirname(realpathSync(program.executablePath))] : []),
    '/usr/lib/chromium',
    '/usr/lib/chromium-browser',
  ];
  const found = folders.map((folder) => join(folder, manifest)).find((path) => existsSync(path));
  return found === undefined ? {} : { VK_DRIVER_FILES: found };
}
