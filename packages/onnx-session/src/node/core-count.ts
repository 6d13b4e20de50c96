/**
 * Cores that this process may use, hyper-threads counted once. Undefined where only the runtime can tell physical cores
 * from threads (outside Linux).
 */
export async function usableCoreCount(): Promise<number | undefined> {
  const { availableParallelism, platform } = await import('node:os');
  if (platform() !== 'linux') return undefined;
  const physical = await linuxPhysicalCores();
  return Math.max(1, Math.min(physical ?? Number.POSITIVE_INFINITY, availableParallelism()));
}

/** Hardware threads that this process may use: the bound of every thread setting. */
export async function usableThreadCount(): Promise<number> {
  const { availableParallelism } = await import('node:os');
  return availableParallelism();
}

async function linuxPhysicalCores(): Promise<number | undefined> {
  const { readdir, readFile } = await import('node:fs/promises');
  const root = '/sys/devices/system/cpu';
  try {
    const siblings = new Set<string>();
    for (const name of await readdir(root)) {
      if (/^cpu\d+$/.test(name))
        siblings.add(await readFile(`${root}/${name}/topology/thread_siblings_list`, 'utf8'));
    }
    return siblings.size || undefined;
  } catch {
    // Some containers hide /sys: then every thread counts as a core.
    return undefined;
  }
}
