import { readdirSync } from 'node:fs';

// `pnpm bench NAME` runs one benchmark; without a name it lists them.
const helpers = new Set(['run.ts', 'machine.ts', 'measure-questions.ts', 'statistics.ts', 'write-graph.ts']);
const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.ts') && !helpers.has(file))
  .map((file) => file.slice(0, -3));
const [name] = process.argv.slice(2);
// Some load onnxruntime-node below another library; it then sends usage data unless told otherwise.
process.env.ORT_DISABLE_TELEMETRY ??= '1';
if (name !== undefined && names.includes(name)) {
  await import(`./${name}.ts`);
} else {
  console.error(`Found ${name ?? 'no name'}, expected one of: ${names.join(', ')}.`);
  process.exitCode = 2;
}
