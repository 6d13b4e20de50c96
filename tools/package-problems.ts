import { readFileSync } from 'node:fs';
import { checkPackage, createPackageFromTarballData, type Package } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import type { Manifest } from './layers/workspace-package.ts';

/**
 * What is wrong with a package as its users get it: what publint and arethetypeswrong find, and what it holds or lacks; empty if all is well.
 *
 * @param tarball path of what pnpm packed, which applies `publishConfig`.
 */
export async function packageProblems({ name, exports }: Manifest, tarball: string): Promise<string[]> {
  const bytes = readFileSync(tarball);
  const held = createPackageFromTarballData(bytes);
  const complaints = [
    ...(await publintComplaints(bytes)),
    ...contentComplaints(held),
    // A package of commands alone has no entry whose types could be wrong.
    ...(exports ? await typeComplaints(held) : []),
  ];
  return complaints.map((complaint) => `${name}: ${complaint}`);
}

async function publintComplaints({ buffer, byteOffset, byteLength }: Buffer): Promise<string[]> {
  const tarball = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  const { messages, pkg } = await publint({ strict: true, pack: { tarball } });
  return messages.map((message) => `publint: ${formatMessage(message, pkg) ?? message.code}`);
}

/** Users get what runs, its types, its licence and its page; neither sources nor tests. */
function contentComplaints(held: Package): string[] {
  const prefix = `/node_modules/${held.packageName}/`;
  const paths = held.listFiles().map((path) => path.slice(prefix.length));
  const missing = ['LICENSE', 'README.md'].filter((path) => !paths.includes(path));
  const unwanted = paths.filter((path) => /^src\/|\.test\.|(?<!\.d)\.ts$/.test(path));
  return [
    ...missing.map((path) => `The package lacks ${path}.`),
    ...unwanted.map((path) => `The package holds ${path}: list only what users need under "files".`),
  ];
}

/** Packages are modules: nothing is promised to CommonJS and to the resolution of old Nodes. */
async function typeComplaints(held: Package): Promise<string[]> {
  const result = await checkPackage(held);
  if (result.types === false) return [];
  return result.problems
    .filter((problem) => !('resolutionKind' in problem) || !/^node(10|16-cjs)$/.test(problem.resolutionKind))
    .map((problem) => `arethetypeswrong: ${JSON.stringify(problem)}`);
}
