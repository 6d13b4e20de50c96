import { describeDecoders } from '@slowfast/frame-sources/node';
import { describeOnnxRuntimes } from '@slowfast/onnx-session';
import { Command } from 'commander';

/** `slowfast doctor`: which runtimes and decoders work on this machine, and why not. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Tell which runtimes and decoders work on this machine, and why not.')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { readonly json?: true }) => {
      const decoders = await describeDecoders();
      const runtimes = await describeOnnxRuntimes();
      const machine = { node: process.version, platform: process.platform, architecture: process.arch };
      if (json) {
        process.stdout.write(`${JSON.stringify({ machine, runtimes, decoders })}\n`);
        return;
      }
      process.stdout.write(`Node ${machine.node} on ${machine.platform} ${machine.architecture}\n`);
      process.stdout.write(`\nRuntimes (models need onnxruntime)\n${[...runtimes].map(line).join('\n')}\n`);
      process.stdout.write(`\nDecoders (one is enough)\n${[...decoders].map(line).join('\n')}\n`);
    });
}

/** What both kinds of descriptions say. */
interface Finding {
  readonly name: string;
  readonly works: boolean;
  readonly version?: string;
  readonly details?: string;
  readonly reason?: string;
  readonly remedy?: string;
}

function line({ name, works, version, details, reason, remedy }: Finding): string {
  const state = works ? 'works' : 'does not work';
  const facts = [version, details, reason, remedy].filter(Boolean).join('; ');
  return `  ${works ? '+' : '-'} ${name}: ${state}${facts ? ` (${facts})` : ''}`;
}
