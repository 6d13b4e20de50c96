import { type ConversionDtype, conversionDtypes, convertModel } from '@slowfast/model-converter/node';
import { modelOnDisk } from '@slowfast/model-files';
import { chooseHubSafetensors } from '@slowfast/model-files/hub';
import { Command, Option } from 'commander';
import { ConversionLine } from '../../output/conversion-line.ts';
import { DownloadLine } from '../../output/download-line.ts';
import { formatBytes } from '../../output/units.ts';

interface ConvertFlags {
  readonly out: string;
  readonly dtype: ConversionDtype;
  readonly json?: true;
}

/** `slowfast models convert`: writes fast ONNX graphs from the safetensors of a checkpoint. */
export function convertCommand(signal: AbortSignal): Command {
  return new Command('convert')
    .description(
      'Write fast ONNX graphs from the safetensors of LLaVA-1.5, LLaVA-1.6, llava-interleave or LLaVA-OneVision.',
    )
    .argument(
      '<source>',
      'a folder with config.json, tokenizer.json and model.safetensors or its shards, or owner/name[@revision] of the Hugging Face hub',
    )
    .requiredOption('--out <folder>', 'folder to make, with those around it; one that is there must be empty')
    .addOption(
      new Option('--dtype <precision>', 'form of the weights').choices(conversionDtypes).default('fp32'),
    )
    .option('--json', 'print one JSON object')
    .action((source: string, flags: ConvertFlags) => convert(source, flags, signal));
}

async function convert(source: string, { out, dtype, json }: ConvertFlags, signal: AbortSignal) {
  const folder = await fetchSource(source, signal);
  const line = new ConversionLine();
  const converted = await convertModel(folder, { out, dtype, signal, onProgress: line.show }).finally(() =>
    line.clear(),
  );
  if (json) {
    process.stdout.write(`${JSON.stringify(converted)}\n`);
    return;
  }
  const { architecture, paths, bytes } = converted;
  process.stdout.write(
    `${architecture}, ${converted.dtype}: ${paths.length} files, ${formatBytes(bytes)}\n${out}\n`,
  );
}

async function fetchSource(source: string, signal: AbortSignal): Promise<string> {
  const download = new DownloadLine();
  const options = { signal, choose: chooseHubSafetensors, onDownload: download.show };
  return modelOnDisk(source, options).finally(() => download.clear());
}
