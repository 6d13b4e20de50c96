import { type DecoderDescription, describeDecoders } from '@slowfast/frame-sources/node';
import { describeOnnxRuntimes, type OnnxRuntimeDescription } from '@slowfast/onnx-session';
import { Command } from 'commander';

/** `slowfast doctor`: which runtimes and decoders work on this machine, and why not. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Tell which runtimes and decoders work on this machine, and why not.')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { readonly json?: true }) => {
      const runtimes = (await describeOnnxRuntimes()).map(runtimeFinding);
      const decoders = (await describeDecoders()).map(decoderFinding);
      const machine = { node: process.version, platform: process.platform, architecture: process.arch };
      if (json) {
        process.stdout.write(`${JSON.stringify({ machine, runtimes, decoders })}\n`);
        return;
      }
      process.stdout.write(`Node ${machine.node} on ${machine.platform} ${machine.architecture}\n`);
      process.stdout.write(`\nRuntimes (models need one)\n${runtimes.map(line).join('\n')}\n`);
      process.stdout.write(`\nDecoders (videos need one)\n${decoders.map(line).join('\n')}\n`);
    });
}

/** A runtime or a decoder, and what is to be told of it: versions where it works, else why not and what to do. */
interface Finding {
  readonly name: string;
  readonly works: boolean;
  readonly facts: readonly string[];
}

function runtimeFinding(runtime: OnnxRuntimeDescription): Finding {
  const { name, available: works, version, providers, threads, reason, remedy } = runtime;
  const facts = works
    ? [version, `providers ${providers.join(', ')}`, threads === undefined ? undefined : `${threads} threads`]
    : [reason, remedy];
  return { name, works, facts: facts.filter((fact) => fact !== undefined) };
}

function decoderFinding({ name, works, version, reason, remedy }: DecoderDescription): Finding {
  const facts = works ? [version] : [reason, `get it with ${remedy}`];
  return { name, works, facts: facts.filter((fact) => fact !== undefined) };
}

function line({ name, works, facts }: Finding): string {
  const told = facts.length > 0 ? ` (${facts.join('; ')})` : '';
  return `  ${works ? '+' : '-'} ${name} ${works ? 'works' : 'does not work'}${told}`;
}
