import { main } from '../main.ts';
import type { CommandRun } from './command-process.ts';

// Runs the command as often as it is told, one after the other, and sends what each run wrote and ended with. Ends when it is let go.

// Each run listens to them until the process ends.
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);
let last = Promise.resolve();
process.on('message', (told) => {
  last = last.then(() => run(told as CommandRun));
});

async function run({ argv, env = {} }: CommandRun): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, env);
  const written = { stdout: '', stderr: '' };
  const end = (['stdout', 'stderr'] as const).map((name) => gather(name, (text) => (written[name] += text)));
  const code = await main(argv);
  for (const restore of end) restore();
  for (const name of Object.keys(env)) delete process.env[name];
  Object.assign(process.env, before);
  process.send!({ code, ...written });
}

/** Hands on what a stream is told until the result is called. */
function gather(name: 'stdout' | 'stderr', take: (text: string) => void): () => void {
  const stream = process[name];
  const write = stream.write;
  stream.write = ((text: string | Uint8Array, ...rest: readonly unknown[]) => {
    take(String(text));
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  }) as typeof stream.write;
  return () => {
    stream.write = write;
  };
}
