/** Instructions that products of 8 bits use, from the oldest to the newest, as Linux names them. */
const known = [
  ...['avx', 'avx2', 'avx512f', 'avx512_vnni', 'avx_vnni', 'avx_vnni_int8', 'amx_int8'],
  ...['asimd', 'asimddp', 'i8mm', 'sve', 'sme'],
];

/** What macOS calls them. */
const macosNames: Readonly<Record<string, string>> = {
  'hw.optional.avx2_0': 'avx2',
  'hw.optional.avx512f': 'avx512f',
  'hw.optional.avx512vnni': 'avx512_vnni',
  'hw.optional.AdvSIMD': 'asimd',
  'hw.optional.arm.FEAT_DotProd': 'asimddp',
  'hw.optional.arm.FEAT_I8MM': 'i8mm',
  'hw.optional.arm.FEAT_SME': 'sme',
};

/**
 * Instructions of this processor that 8-bit products use, as Linux and macOS tell them; undefined where nothing does. For people: what the
 * products come out as is found out by computing some.
 */
export async function processorInstructions(): Promise<readonly string[] | undefined> {
  const { platform } = await import('node:os');
  if (platform() === 'linux') return onLinux();
  if (platform() === 'darwin') return onMacos();
  return undefined;
}

async function onLinux(): Promise<readonly string[] | undefined> {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const line = /^(?:flags|Features)\s*:(.*)$/m.exec(text)?.[1];
  if (line === undefined) return undefined;
  const flags = new Set(line.trim().split(/\s+/));
  return known.filter((flag) => flags.has(flag));
}

async function onMacos(): Promise<readonly string[] | undefined> {
  const { execFile } = await import('node:child_process');
  const printed = await new Promise<string>((resolve) => {
    // Names that this system does not know are left out, and make the command fail.
    execFile('/usr/sbin/sysctl', Object.keys(macosNames), (_, stdout) => resolve(stdout));
  });
  const found = [...printed.matchAll(/^([\w.]+): 1$/gm)].map((match) => macosNames[match[1] ?? '']);
  return found.filter((instruction) => instruction !== undefined);
}
