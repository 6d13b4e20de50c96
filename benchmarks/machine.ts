import { cpus, totalmem } from 'node:os';
import { onnxRuntimeNode } from '@slowfast/onnx-session/node';

const { instructions } = await onnxRuntimeNode().describe();

/** Machine, with the instructions that 8-bit products use, and date, to be printed beside every result. */
export function machineLine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  const model = first?.model.trim() ?? 'unknown CPU';
  const processor = instructions ? `${model} (${instructions.join(', ')})` : model;
  return `${processor}, ${cpus().length} cores, ${memory} GiB, Node ${process.version}, ${date}`;
}
