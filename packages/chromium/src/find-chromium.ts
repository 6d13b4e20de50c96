import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a test runner launches. */
export interface FoundChromium {
  readonly executablePath: string;
  /** Environment of the browser; the present one if absent. */
  readonly env?: Record<string, string>;
}

/** Where browsers of the Chromium family are usually installed. */
const usualPlaces = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * A Chromium to test in: `$CHROMIUM_PATH`, else an installed one, else that of the npm package `@sparticuz/chromium` (Linux
 * on x64), unpacked once among the system's temporary files.
 */
export async function findChromium(): Promise<FoundChromium> {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen && !existsSync(chosen)) {
    throw new Error(
      `CHROMIUM_PATH is ${chosen}, and there is no such file: set it to a browser or unset it.`,
    );
  }
  const installed = chosen || usualPlaces.find((path) => existsSync(path));
  return installed ? { executablePath: installed } : unpackedChromium();
}

async function unpackedChromium(): Promise<FoundChromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('Found no Chrome or Chromium: install one, or set CHROMIUM_PATH to its program.');
  }
  const folder = join(tmpdir(), `chromium-of-npm-${userInfo().username}`);
  if (!existsSync(folder)) await unpack(folder);
  // The libraries that it needs beside those of every system come with it.
  const libraries = [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  const env = { ...(process.env as Record<string, string>), LD_LIBRARY_PATH: libraries };
  return { executablePath: join(folder, 'chromium'), env };
}

/** The package unpacks into the folder of temporary files without a lock: here into one of its own, moved when whole. */
async function unpack(folder: string): Promise<void> {
  const unfinished = mkdtempSync(`${folder}-`);
  const before = process.env.TMPDIR;
  try {
    const { default: chromium, inflate } = await import('@sparticuz/chromium');
    const packed = fileURLToPath(new URL('../bin/', import.meta.resolve('@sparticuz/chromium')));
    process.env.TMPDIR = unfinished;
    await Promise.all([chromium.executablePath(), inflate(join(packed, 'al2023.tar.br'))]);
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another process may have been faster.
    if (!existsSync(folder)) throw error;
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
