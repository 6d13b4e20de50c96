import { type DecoderDescription, describeDecoders } from '@slowfast/frame-sources/node';
import { describeOnnxRuntimes, type OnnxRuntimeDescription } from '@slowfast/onnx-session';
import { type DeviceDescription, describeDevices, onnxRuntimeNode } from '@slowfast/onnx-session/node';
import type { QuantizedProductCheck } from '@slowfast/spec';
import { Command } from 'commander';
import { ToldFailure } from '../output/failure.ts';

/** `slowfast doctor`: which runtimes, devices and decoders work on this machine, and why not; it fails where none of either does. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .summary('tell which runtimes, devices and decoders work here')
    .description(
      'Tell which runtimes, devices and decoders work on this machine, and why others do not. Fails where no runtime or no decoder works.',
    )
    .option('--json', 'print one JSON object; an error is one, too')
    .action(async ({ json }: { readonly json?: true }) => {
      const described = await describeOnnxRuntimes();
      const runtimes = described.map(runtimeFinding);
      const instructions = described.find((runtime) => runtime.instructions)?.instructions;
      const quantizedProducts = described.some((runtime) => runtime.available)
        ? await onnxRuntimeNode().checkQuantizedProducts()
        : [];
      const devices = await describeDevices();
      const decoders = (await describeDecoders()).map(decoderFinding);
      const machine = { node: process.version, platform: process.platform, architecture: process.arch };
      if (json) {
        const processor = instructions ? { instructions } : {};
        const found = {
          machine: { ...machine, ...processor },
          runtimes,
          devices,
          quantizedProducts,
          decoders,
        };
        process.stdout.write(`${JSON.stringify(found)}\n`);
        requireOneOfEach(runtimes, decoders);
        return;
      }
      const processor = instructions
        ? `, with ${instructions.join(', ') || 'none of the newer instructions'}`
        : '';
      process.stdout.write(
        `Node ${machine.node} on ${machine.platform} ${machine.architecture}${processor}\n`,
      );
      process.stdout.write(`\nRuntimes (models need one)\n${runtimes.map(line).join('\n')}\n`);
      if (devices.length > 0) {
        const lines = devices.map(deviceFinding).map(line);
        process.stdout.write(`\nDevices (each tried with a known answer)\n${lines.join('\n')}\n`);
      }
      if (quantizedProducts.length > 0) {
        const lines = quantizedProducts.map(productLine);
        process.stdout.write(`\n8-bit products (tiny ones with known results)\n${lines.join('\n')}\n`);
      }
      process.stdout.write(`\nDecoders (videos need one)\n${decoders.map(line).join('\n')}\n`);
      requireOneOfEach(runtimes, decoders);
    });
}

/** A runtime or a decoder, and what is to be told of it: versions where it works, else why not and what to do. */
interface Finding {
  readonly name: string;
  readonly works: boolean;
  readonly facts: readonly string[];
}

/** Nothing can be asked without a runtime, nor without a decoder; the report says what to do. */
function requireOneOfEach(...kinds: readonly (readonly Finding[])[]): void {
  if (kinds.some((findings) => !findings.some(({ works }) => works))) throw new ToldFailure(1);
}

function runtimeFinding(runtime: OnnxRuntimeDescription): Finding {
  const { name, available: works, version, providers, threads, reason, remedy } = runtime;
  const facts = works
    ? [version, `providers ${providers.join(', ')}`, threads === undefined ? undefined : `${threads} threads`]
    : [reason, remedy];
  return { name, works, facts: facts.filter((fact) => fact !== undefined) };
}

function deviceFinding({ device, works, seconds = 0, reason, isSlow }: DeviceDescription): Finding {
  const time = `${Number((seconds * 1000).toPrecision(2))} ms for a small model`;
  const facts = works ? [time, isSlow ? 'slow, so that auto passes over it' : undefined] : [reason];
  return { name: device, works, facts: facts.filter((fact) => fact !== undefined) };
}

function decoderFinding({ name, works, version, reason, remedy }: DecoderDescription): Finding {
  const facts = works ? [version] : [reason, `get it with ${remedy}`];
  return { name, works, facts: facts.filter((fact) => fact !== undefined) };
}

function line({ name, works, facts }: Finding): string {
  const told = facts.length > 0 ? ` (${facts.join('; ')})` : '';
  return `  ${works ? '+' : '-'} ${name} ${works ? 'works' : 'does not work'}${told}`;
}

function productLine({ product, found, expected, mode }: QuantizedProductCheck): string {
  const isRight = Math.abs(found - expected) <= 1e-4 * Math.abs(expected);
  const wrong = `the default mode gives ${Number(found.toPrecision(4))} where ${Number(expected.toPrecision(4))} is right`;
  if (mode === undefined) return `  - ${product} is wrong; models that need it are refused (${wrong})`;
  if (mode === 'precise') return `  + ${product} is right in the precise mode, which is used (${wrong})`;
  return `  + ${product} is right${isRight ? '' : `, but for weights of -128, with which models are refused (${wrong})`}`;
}
