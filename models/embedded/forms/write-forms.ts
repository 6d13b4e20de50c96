import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conversionDtypes, graphInMemory } from '@slowfast/model-converter';
import { onnxPath } from '@slowfast/model-files';
import type { ExportedWeights } from './exported-weights.ts';
import { formGraphs } from './form-graphs.ts';

/** A graph that was written. */
export interface WrittenGraph {
  /** Relative to the folder. */
  readonly path: string;
  readonly bytes: number;
}

/**
 * Writes weights in every form of the converter, with the configuration files of an exported model, as a folder that
 * `openModelFolder` opens with the `dtype` that is wanted. Files of those names are replaced, each in one move, when all are made.
 *
 * @param exported weights by the names of an export, e.g. {@link readExportedWeights}.
 * @param model folder of the configuration files, tokenizer and template.
 * @param out is made where it is not there.
 * @throws ModelInvalidError when a weight is missing.
 */
export async function writeForms(
  exported: ExportedWeights,
  model: string,
  out: string,
): Promise<readonly WrittenGraph[]> {
  const config = JSON.parse(await readFile(join(model, 'config.json'), 'utf8'));
  await mkdir(join(out, 'onnx'), { recursive: true });
  const made = await mkdtemp(join(out, '.incomplete-'));
  try {
    await mkdir(join(made, 'onnx'));
    const written: WrittenGraph[] = [];
    for (const dtype of conversionDtypes) {
      for (const { component, graph } of formGraphs(exported, config, dtype)) {
        const bytes = await graphInMemory(graph);
        const path = onnxPath(component, dtype);
        await writeFile(join(made, path), bytes);
        written.push({ path, bytes: bytes.length });
      }
    }
    const beside = (await readdir(model)).filter((name) => /^(?!package\.).*\.(json|jinja)$/.test(name));
    for (const name of beside) await copyFile(join(model, name), join(made, name));
    for (const path of [...written.map(({ path }) => path), ...beside]) {
      await rename(join(made, path), join(out, path));
    }
    return written;
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}
