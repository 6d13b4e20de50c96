import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./pull-child.ts', import.meta.url));

/** A process that pulls a model. */
export interface PullingProcess {
  readonly child: ChildProcess;
  /** What it printed, once it has ended. */
  readonly lines: Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Resolves when it printed a line of this type. */
  printed(type: string): Promise<void>;
}

/** Starts a process that pulls a model, with such settings of the hub. */
export function runPull(model: string, env: Readonly<Record<string, string>>): PullingProcess {
  const child = spawn(process.execPath, [script, model], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const waiting = new Map<string, () => void>();
  child.stdout!.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    for (const [type, resolve] of waiting) if (text.includes(`"type":"${type}"`)) resolve();
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    child,
    lines: ended.then(() => {
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      return whole
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    }),
    printed: (type) =>
      new Promise((resolve, reject) => {
        waiting.set(type, resolve);
        void ended.then(() => reject(new Error(`ended before it printed ${type}: ${text}`)));
      }),
  };
}
