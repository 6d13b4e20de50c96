import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** Where packed packages are put together, and a video that the embedded model knows. */
export interface BundlePlace {
  /** Holds `node_modules`. */
  readonly folder: string;
  readonly clip: string;
  /** The first word of the answer to the question of {@link program}. */
  readonly answer: string;
}

type Format = 'esm' | 'cjs';
type Bundle = (entry: string, out: string, format: Format, external: readonly string[]) => string | undefined;

/** What the README tells people to keep outside. */
const outside = ['slowfast-llava', '@slowfast/*'];
/** Packages that no bundler can take in: they hold binaries, or are not there. */
const natives = ['onnxruntime-node', 'onnxruntime-web', 'onnxruntime-web/*', 'node-av'];

type Where = 'worker' | 'this-thread';
const optionsOf: Readonly<Record<Where, string>> = {
  worker: 'cache: false',
  'this-thread': 'cache: false, worker: false',
};

const program = (options: string, clip: string) => `
import { openAssistant } from 'slowfast-llava';
async function main() {
  await using assistant = await openAssistant({ ${options} });
  await using video = await assistant.watch(${JSON.stringify(clip)});
  console.log(await video.ask('What shape appears?').text());
}
main().catch((error) => console.log(error.code, error.message));
`;

/**
 * Bundles a program for Node and runs it: with our packages outside it answers, with them inside the error says that they must stay
 * outside.
 *
 * @param allForms modules and CommonJS, both ways to open an assistant, and by webpack from the npm registry too; else one form by
 * esbuild.
 * @returns what is wrong, a text each.
 */
export function bundleProblems(place: BundlePlace, allForms: boolean): readonly string[] {
  const folder = join(place.folder, 'bundles');
  mkdirSync(folder, { recursive: true });
  const problems: string[] = [];

  function check(bundler: string, bundle: Bundle, where: Where, format: Format, isInside: boolean) {
    const entry = join(folder, `${where}.mjs`);
    writeFileSync(entry, program(optionsOf[where], place.clip));
    const name = [bundler, where, format, isInside ? 'inside' : 'outside'].join('-');
    const out = join(folder, `${name}.${format === 'esm' ? 'mjs' : 'cjs'}`);
    const problem = bundle(entry, out, format, isInside ? natives : outside);
    const { stdout, stderr } = spawnSync(process.execPath, [out], { encoding: 'utf8', cwd: folder });
    const isRight = isInside
      ? /^package-bundled slowfast-llava was bundled .*--external:slowfast-llava/.test(stdout)
      : stdout === `${place.answer}\n`;
    if (problem !== undefined || !isRight || stderr)
      problems.push(`${name}:\n${problem ?? ''}${stdout}${stderr}`);
  }

  const programs: readonly Where[] = allForms ? ['worker', 'this-thread'] : ['worker'];
  const formats = allForms ? (['esm', 'cjs'] as const) : (['esm'] as const);
  for (const where of programs) {
    for (const format of formats) {
      for (const isInside of [true, false]) check('esbuild', withEsbuild, where, format, isInside);
      // It writes the addresses of the packages at hand into what it bundles, which are right as long as they are there.
      if (allForms) check('webpack', webpackIn(folder), where, format, false);
    }
  }
  return problems;
}

function withEsbuild(...[entry, outfile, format, external]: Parameters<Bundle>): undefined {
  const options = { bundle: true, platform: 'node', logLevel: 'error' } as const;
  // That import.meta is empty in CommonJS is what is tried.
  const logOverride = { 'empty-import-meta': 'silent' } as const;
  buildSync({ ...options, logOverride, entryPoints: [entry], outfile, format, external: [...external] });
}

function webpackIn(folder: string): Bundle {
  return (entry, out, format, external) => {
    const config = join(folder, 'webpack.config.mjs');
    const patterns = external.map((name) => `new RegExp('^${name.replace('*', '')}')`).join(', ');
    const output =
      format === 'esm'
        ? "experiments: { outputModule: true }, externalsType: 'module', output: { filename, path, library: { type: 'module' } }"
        : "externalsType: 'commonjs', output: { filename, path, library: { type: 'commonjs2' } }";
    writeFileSync(
      config,
      `const path = ${JSON.stringify(folder)};
const filename = ${JSON.stringify(out.slice(folder.length + 1))};
export default { target: 'node', mode: 'production', entry: ${JSON.stringify(entry)}, externals: [${patterns}], ${output} };\n`,
    );
    const packages = ['--package=webpack@5', '--package=webpack-cli@6'];
    const { status, stdout, stderr } = spawnSync(
      'npm',
      ['exec', '--yes', ...packages, '--', 'webpack', '--config', config],
      { encoding: 'utf8', cwd: folder, shell: process.platform === 'win32' },
    );
    return status === 0 ? undefined : `${stdout}${stderr}`;
  };
}
