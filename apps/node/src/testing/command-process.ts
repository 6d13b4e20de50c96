import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { type CommandOutcome, testEnvironment } from './run-slowfast.ts';

const script = fileURLToPath(new URL('./run-in-turn-script.ts', import.meta.url));

/** A run of the command. */
export interface CommandRun {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A process that runs the command as often as it is told, one after the other. */
export interface CommandProcess extends AsyncDisposable {
  run(run: CommandRun): Promise<CommandOutcome>;
}

/** To start a process for each run would take most of the time of tests. */
export function startCommandProcess(options: { readonly cwd?: string } = {}): CommandProcess {
  const child = spawn(process.execPath, [script], {
    ...options,
    env: { ...process.env, ...testEnvironment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting: PromiseWithResolvers<CommandOutcome>[] = [];
  child.on('message', (outcome) => waiting.shift()?.resolve(outcome as CommandOutcome));
  const ended = new Promise<void>((resolve, reject) => {
    // Let go by this side, it never tells that it has closed.
    child.on('error', reject).on('exit', (code, signal) => {
      for (const { reject } of waiting.splice(0)) {
        reject(new Error(`The process of the command ended with ${signal ?? code}.`));
      }
      resolve();
    });
  });
  return {
    run(run) {
      const outcome = Promise.withResolvers<CommandOutcome>();
      waiting.push(outcome);
      child.send(run, (error) => error && outcome.reject(error));
      return outcome.promise;
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** Such a process for the tests of a file, which ends with them; starts with the first run. */
export function useCommandProcess(): CommandProcess['run'] {
  let running: CommandProcess | undefined;
  afterAll(() => running?.[Symbol.asyncDispose]());
  return (run) => {
    running ??= startCommandProcess();
    return running.run(run);
  };
}
