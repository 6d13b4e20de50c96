import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** What the default folder depends on; the present process if absent. */
export interface CacheFolderSurroundings {
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** A name of `process.platform`. */
  readonly platform?: string | undefined;
  readonly home?: string | undefined;
}

/**
 * Where caches lie: `$SLOWFAST_CACHE`, else `slowfast` in `$XDG_CACHE_HOME`, else in the platform's place for caches
 * (`~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows, `~/.cache` elsewhere). Relative `$XDG_CACHE_HOME` is
 * ignored, as its specification asks (https://specifications.freedesktop.org/basedir-spec/latest/).
 */
export function defaultCacheFolder(surroundings: CacheFolderSurroundings = {}): string {
  const { environment = process.env, platform = process.platform, home = homedir() } = surroundings;
  const { SLOWFAST_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (SLOWFAST_CACHE) return SLOWFAST_CACHE;
  if (XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, 'slowfast');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'slowfast');
  if (platform === 'win32') return join(LOCALAPPDATA || join(home, 'AppData', 'Local'), 'slowfast', 'Cache');
  return join(home, '.cache', 'slowfast');
}
