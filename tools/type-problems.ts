import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where packed packages are put together. */
export interface TypedPlace {
  /** Holds `node_modules`, in which `@types/node` is, too. */
  readonly folder: string;
  readonly compiler: string;
}

/** An entry of a package: how it is imported, and its declarations for pages where these are files of their own. */
export interface TypedEntry {
  readonly name: string;
  readonly forPages?: string | undefined;
}

const library = 'es2023,esnext.disposable';
const pageLibrary = `${library},dom,dom.iterable,dom.asynciterable`;
const modes: Readonly<Record<string, readonly string[]>> = {
  'in Node by node16': ['--module', 'node16', '--lib', library, '--types', 'node'],
  'in Node by nodenext': ['--module', 'nodenext', '--lib', library, '--types', 'node'],
  'in a page by a bundler': [
    ...['--module', 'esnext', '--moduleResolution', 'bundler'],
    ...['--lib', pageLibrary, '--types', ''],
  ],
  'in a page by nodenext': ['--module', 'nodenext', '--lib', pageLibrary, '--types', ''],
};
const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2023'];

/**
 * Every declaration of every entry, checked as whoever installs the packages may have it: strict, the declarations of libraries checked
 * as well, without conditions that TypeScript does not set by itself, with the types of Node alone or of pages alone.
 *
 * @returns what is wrong, a text each.
 */
export function entryTypeProblems(place: TypedPlace, entries: readonly TypedEntry[]): readonly string[] {
  const all = entries.map(({ name }, i) => `export * as entry${i} from '${name}';\n`).join('');
  return [
    ...Object.entries(modes).flatMap(([name, options]) => {
      // What is for one of them by its name needs its types.
      const other = name.startsWith('in Node') ? 'browser' : 'node';
      const text = all.replaceAll(new RegExp(`.*/${other}';\n`, 'g'), '');
      return problemsOf(`types ${name}`, place, 'entries', text, options);
    }),
    ...problemsOf(
      'one set of types for both',
      place,
      'same',
      sameTypes(entries),
      modes['in a page by nodenext']!,
    ),
  ];
}

/**
 * Types that the declarations of options take from elsewhere: whoever writes down the type of an option needs them, from one package.
 *
 * @param declarations files of that package, relative to the place.
 */
export function unexportedTypeProblems(
  place: TypedPlace,
  name: string,
  declarations: readonly string[],
): readonly string[] {
  const imported = declarations.flatMap((path) => {
    const text = readFileSync(join(place.folder, path), 'utf8');
    return [...text.matchAll(/^import (?:type )?{([^}]*)}/gms)].flatMap(([, names]) => names!.split(','));
  });
  const names = [...new Set(imported.map((each) => each.replace(/^\s*type /, '').trim()))].filter(Boolean);
  const text = `import type { ${names.join(', ')} } from '${name}';\nexport {};\n`;
  return problemsOf(`types that ${name} mentions`, place, 'mentioned', text, modes['in Node by nodenext']!);
}

/** A module that compiles only if what pages get has the type that the entry says. */
function sameTypes(entries: readonly TypedEntry[]): string {
  return entries
    .flatMap(({ name, forPages }, i) =>
      forPages === undefined
        ? []
        : [
            `import type * as entry${i} from '${name}';`,
            `import type * as page${i} from '${forPages}';`,
            `export const same${i} = (page: typeof page${i}): typeof entry${i} => page;`,
            `export const back${i} = (entry: typeof entry${i}): typeof page${i} => entry;\n`,
          ],
    )
    .join('\n');
}

/**
 * The `ts` blocks of a README, compiled as programs of their own. What a block takes for granted stands above it in a comment that
 * readers don't see: `<!-- given: declare const signal: AbortSignal; -->`.
 */
export function readmeTypeProblems(place: TypedPlace, readme: string): readonly string[] {
  const blocks = readFileSync(readme, 'utf8').matchAll(/(?:<!-- given:(.*?)-->\n+)?^```ts\n(.*?)^```/gms);
  return [...blocks].flatMap(([, given = '', block], i) =>
    problemsOf(`block ${i + 1} of ${readme}`, place, 'block', `${given}\n${block}\nexport {};\n`, [
      ...['--module', 'esnext', '--moduleResolution', 'bundler', '--skipLibCheck'],
      ...['--lib', `${pageLibrary},esnext.array`, '--types', 'node'],
    ]),
  );
}

function problemsOf(
  what: string,
  { folder, compiler }: TypedPlace,
  name: string,
  text: string,
  options: readonly string[],
): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const script = join(folder, `${name}.mts`);
  writeFileSync(script, text);
  const { status, stdout, stderr, error } = spawnSync(compiler, [...strict, ...options, script], {
    encoding: 'utf8',
    cwd: folder,
    shell: process.platform === 'win32',
  });
  return status === 0 ? [] : [`${what}:\n${error?.message ?? ''}${stdout}${stderr}`];
}
