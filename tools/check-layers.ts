import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkBrowserEntries } from './layers/check-browser-entries.ts';
import { checkCycles, checkFileCycles } from './layers/check-cycles.ts';
import { checkImports } from './layers/check-imports.ts';
import { checkManifest } from './layers/check-manifest.ts';
import { findImports } from './layers/find-imports.ts';
import { violationText } from './layers/violation.ts';
import { workspacePackages } from './layers/workspace-package.ts';

// Keeps the architecture as it is drawn: which package may import which, what browsers can load, and what each
// package.json must say. The layers are data in layers/layer-map.ts.
const root = join(import.meta.dirname, '..');
const rootManifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const packages = workspacePackages(root);
const files = packages.flatMap((one) => one.sources);
const imports = new Map(
  files.map((path) => [path, findImports(path, readFileSync(join(root, path), 'utf8'))]),
);
const violations = [
  ...checkImports(packages, imports, { shared: new Set(Object.keys(rootManifest.devDependencies)) }),
  ...checkCycles(packages, imports),
  ...checkFileCycles(imports),
  ...checkBrowserEntries(packages, imports),
  ...packages.flatMap((one) => checkManifest(root, one)),
];
for (const violation of violations) console.error(`${violationText(violation)}\n`);
console.log(`${packages.length} packages, ${files.length} files, ${violations.length} violations`);
process.exitCode = violations.length === 0 ? 0 : 1;
