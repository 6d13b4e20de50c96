import { mkdir, open, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { ConverterGraph, layOutGraph } from '@slowfast/model-converter';

/** Writes a graph to `path`, and its weights to `path` and `_data`, making the folder. */
export async function writeGraph(path: string, write: (graph: ConverterGraph) => void): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const graph = new ConverterGraph();
  write(graph);
  const { model, data } = await layOutGraph(graph, `${basename(path)}_data`);
  await writeFile(path, model);
  await using file = await open(`${path}_data`, 'w');
  for await (const piece of data()) await file.writeFile(piece);
}
