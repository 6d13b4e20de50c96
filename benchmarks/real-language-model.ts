import { parseArgs } from 'node:util';
import { openModelFolder } from '@slowfast/model-files';
import { onnxRuntimeNode } from '@slowfast/onnx-session/node';
import { machineLine } from './machine.ts';
import type { CheckResult } from './real-language-model/check-result.ts';
import { checkCache, checkEndToken, checkRepetitionPenalty } from './real-language-model/checks/answers.ts';
import { checkForks } from './real-language-model/checks/forks.ts';
import { checkContextLimit, checkStopStrings } from './real-language-model/checks/limits.ts';
import { checkPrefill, checkSplicing } from './real-language-model/checks/prefill.ts';
import { checkChatTemplate, checkTokenizer } from './real-language-model/checks/prompts.ts';
import { checkDistributions, checkSeeds } from './real-language-model/checks/sampling.ts';
import { judgedModel } from './real-language-model/judged-model.ts';
import { checkpointBlobs, checkpointFolder, readOracle, shortened } from './real-language-model/oracle.ts';
import { measureSpeed } from './real-language-model/speed.ts';
import { wasmRuntime } from './real-language-model/wasm-runtime.ts';

// A real language model, SmolLM2-135M-Instruct, against transformers on the same weights; what was measured on the way.
// The exit code says whether all of it was right. `--prompts 4` takes the first four conversations alone, `--wasm` runs
// them on WebAssembly.

const { values: flags } = parseArgs({
  args: process.argv.slice(3),
  options: { prompts: { type: 'string', default: '20' }, wasm: { type: 'boolean', default: false } },
});
const wholeOracle = await readOracle();
if (!wholeOracle) {
  const how = 'benchmarks/real-language-model/make/make.py makes it (docs/real-language-model.md)';
  console.error(`Found no ${checkpointFolder}; ${how}.`);
  process.exit(2);
}
const oracle = shortened(wholeOracle, Number(flags.prompts));
const isWhole = oracle.prompts.length === wholeOracle.prompts.length;
const folder = await openModelFolder(flags.wasm ? await checkpointBlobs() : checkpointFolder);
const runtime = flags.wasm ? wasmRuntime() : onnxRuntimeNode();
const judged = await judgedModel(oracle, folder, runtime);
const checks: readonly (() => CheckResult | Promise<CheckResult>)[] = [
  () => checkChatTemplate(judged),
  () => checkTokenizer(judged),
  ...[1, 7, 64, 256, 8192].map((chunkTokens) => () => checkPrefill(judged, chunkTokens)),
  () => checkSplicing(judged),
  () => checkCache(judged),
  () => checkEndToken(judged),
  () => checkRepetitionPenalty(judged),
  () => checkForks(judged),
  () => checkDistributions(judged),
  () => checkSeeds(judged),
  () => checkStopStrings(judged),
  ...(isWhole ? [() => checkContextLimit(judged)] : []),
];

console.log(`${machineLine()}; ${flags.wasm ? 'onnxruntime-web on WebAssembly' : 'onnxruntime-node'}`);
const { package: wheel, member, transformers, torch } = oracle.source;
console.log(`${member} of ${wheel}; judged by transformers ${transformers}, torch ${torch}\n`);
console.log('| check | compared | found |\n|---|---|---|');
for (const check of checks) {
  const { name, compared, found, failures } = await check();
  console.log(
    `| ${name} | ${compared} | ${failures.length === 0 ? found : `**${failures.length} wrong**`} |`,
  );
  for (const failure of failures.slice(0, 5)) console.error(`  ${name}: ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}

const speed = await measureSpeed(judged, isWhole);
const perSecond = (tokens: number) => `${tokens.toFixed(tokens < 10 ? 1 : 0)} tokens/s`;
console.log('\n| measured | |\n|---|---|');
console.log(`| weights loaded, files cached by the system | ${speed.loadSeconds.toFixed(2)} s |`);
console.log(`| prefill of about 200 tokens | ${perSecond(speed.prefillTokensPerSecond)} |`);
console.log(`| decode behind them | ${perSecond(speed.decodeTokensPerSecond)} |`);
if (speed.long) {
  console.log(
    `| prefill of ${oracle.context.ids.length} tokens | ${perSecond(speed.long.prefillTokensPerSecond)} |`,
  );
  console.log(`| decode behind them | ${perSecond(speed.long.decodeTokensPerSecond)} |`);
}
const peak = process.resourceUsage().maxRSS / 2 ** 20;
console.log(`| peak memory of the process, all checks | ${peak.toFixed(1)} GiB |`);
