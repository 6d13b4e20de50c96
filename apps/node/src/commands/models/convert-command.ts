import { chooseHubSafetensors } from '@slowfast/hub-client';
import { modelOnDisk } from '@slowfast/hub-client/node';
import { type ConversionDtype, conversionDtypes, convertModel } from '@slowfast/model-converter/node';
import { Command, Option } from 'commander';
import { addOutputFlags, type OutputFlags } from '../../flags/output-flags.ts';
import { CommandOutput } from '../../output/command-output.ts';
import { ConversionLine } from '../../output/conversion-line.ts';
import { DownloadLine } from '../../output/download-line.ts';
import { formatBytes } from '../../output/units.ts';

interface ConvertFlags extends OutputFlags {
  readonly out: string;
  readonly dtype: ConversionDtype;
}

const examples = `
Example, whose result is a folder for --model:
  slowfast models convert ./llava-onevision --out ./llava-onevision-q8 --dtype q8`;

/** `slowfast models convert`: writes fast ONNX graphs from the safetensors of a checkpoint. */
export function convertCommand(signal: AbortSignal): Command {
  const command = new Command('convert')
    .summary('write fast ONNX graphs from safetensors')
    .description(
      'Write ONNX graphs that run fast here from the safetensors of LLaVA-1.5, LLaVA-1.6, llava-interleave or LLaVA-OneVision.',
    )
    .argument(
      '<source>',
      'a folder with config.json, tokenizer.json and model.safetensors or its shards, or owner/name[@revision] of the Hugging Face hub',
    )
    .requiredOption(
      '--out <folder>',
      'the folder to write to: made, with those around it, if it is not there; else it must be empty',
    )
    .addOption(
      new Option('--dtype <precision>', 'precision of the weights').choices(conversionDtypes).default('fp32'),
    );
  return addOutputFlags(command)
    .addHelpText('after', examples)
    .action((source: string, flags: ConvertFlags) => convert(source, flags, signal));
}

async function convert(source: string, flags: ConvertFlags, signal: AbortSignal) {
  using output = new CommandOutput(flags);
  const { out, dtype, json } = flags;
  const folder = await fetchSource(source, output, signal);
  const line = new ConversionLine(output);
  const converted = await output.during(line.describe, () =>
    convertModel(folder, { out, dtype, signal, onProgress: line.show }),
  );
  if (json) {
    output.result(`${JSON.stringify(converted)}\n`);
    return;
  }
  const { architecture, paths, bytes } = converted;
  output.result(
    `${architecture}, ${converted.dtype}: ${paths.length} files, ${formatBytes(bytes)}\n${out}\n`,
  );
}

async function fetchSource(source: string, output: CommandOutput, signal: AbortSignal): Promise<string> {
  const download = new DownloadLine(output, `looking for ${source}`);
  const options = { signal, choose: chooseHubSafetensors, onDownload: download.show };
  return output.during(download.describe, () => modelOnDisk(source, options));
}
