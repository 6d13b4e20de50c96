import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import ts from 'typescript';

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  importHelpers: true,
  inlineSourceMap: true,
  inlineSources: true,
};

/**
 * Lowers `using` and `await using` by TypeScript. What esbuild 0.28 makes of one in a loop throws in every later round what an earlier
 * round threw, since `var _hasError` is not cleared: a download that is tried again would never end well.
 *
 * @param adapt changes sources before.
 */
export const loweredUsing = (adapt = (source: string, _path: string) => source): Plugin => ({
  name: 'lowered-using',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = adapt(await readFile(path, 'utf8'), path);
      if (!/\busing\s+\w/.test(source)) return { contents: source, loader: 'ts' };
      const { outputText } = ts.transpileModule(source, { fileName: path, compilerOptions });
      return { contents: outputText, loader: 'js' };
    });
    // The helpers become part of the bundle; packages need not depend on them.
    onResolve({ filter: /^tslib$/ }, () => ({
      path: fileURLToPath(import.meta.resolve('tslib/tslib.es6.mjs')),
    }));
  },
});
