import { createOnnxSession, type OnnxTensor } from '@slowfast/onnx-session';
import type { ConverterGraph } from '../../graph/converter-graph.ts';
import { graphInMemory } from '../../graph/graph-in-memory.ts';

/** Runs a graph once; gives the values of its only output. */
export async function runGraph(
  graph: ConverterGraph,
  feeds: Readonly<Record<string, OnnxTensor>>,
): Promise<Float32Array> {
  await using session = await createOnnxSession(await graphInMemory(graph));
  const [output] = Object.values(await session.run(feeds));
  return output!.data as Float32Array;
}
