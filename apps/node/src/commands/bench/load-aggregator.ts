import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { GivenReduction } from '@slowfast/accuracy';
import { InvalidSettingError, type TokenAggregator } from '@slowfast/spec';

/**
 * Loads an aggregator of one's own: the default export of a module, or what that makes where it is a function.
 *
 * @param place of a file, or the name of a package that is installed where the command is run.
 * @returns it with a version that changes with the module's own file, though not with what that imports.
 * @throws InvalidSettingError when there is no such module, it can't be loaded, or it has no aggregator to offer.
 */
export async function loadAggregator(place: string): Promise<GivenReduction> {
  const refuse = (why: string, cause?: unknown) =>
    new InvalidSettingError(
      {
        setting: 'aggregator',
        found: `${place}, ${why}`,
        expected:
          'a file or an installed package whose default export is a TokenAggregator of @slowfast/spec, or a function that makes one without arguments',
      },
      { cause },
    );
  const url = await locate(place).catch((cause: unknown) =>
    Promise.reject(refuse('which is neither a file nor an installed package', cause)),
  );
  const exported: { readonly default?: unknown } = await import(url.href).catch((cause: unknown) =>
    Promise.reject(refuse(`which can't be loaded (${reasonOf(cause)})`, cause)),
  );
  const { default: offered } = exported;
  if (offered === undefined) throw refuse('which has no default export');
  let made = offered;
  if (typeof offered === 'function') {
    try {
      made = await offered();
    } catch (cause) {
      throw refuse(`whose function fails (${reasonOf(cause)})`, cause);
    }
  }
  const origin = made === offered ? 'whose default export is' : 'whose function makes';
  if (!isAggregator(made)) throw refuse(`${origin} ${describe(made)}`);
  const version = createHash('sha256')
    .update(await readFile(url))
    .digest('hex')
    .slice(0, 16);
  return { aggregation: made.id, aggregator: made, version };
}

const methods = ['countTokens', 'slowPositions', 'begin'] as const;

function isAggregator(value: unknown): value is TokenAggregator {
  if (typeof value !== 'object' || value === null) return false;
  return isId((value as Partial<TokenAggregator>).id) && missingMethods(value).length === 0;
}

/** It stands in tables and in lines of a file. */
function isId(id: unknown): boolean {
  return typeof id === 'string' && /^[^\s`|]+( [^\s`|]+)*$/.test(id);
}

function missingMethods(value: object): readonly string[] {
  return methods.filter((name) => typeof (value as Partial<TokenAggregator>)[name] !== 'function');
}

function describe(value: unknown): string {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : `a ${typeof value}`;
  const missing = missingMethods(value);
  if (missing.length > 0)
    return `an object without the ${missing.length === 1 ? 'method' : 'methods'} ${missing.join(', ')}`;
  return `an object with the id ${JSON.stringify((value as { readonly id?: unknown }).id)}`;
}

/** Where a module lies, by its path or by the name of its package. */
async function locate(place: string): Promise<URL> {
  const url = pathToFileURL(resolve(place));
  const isFile = await stat(url).then(
    (found) => found.isFile(),
    () => false,
  );
  if (isFile) return url;
  if (/^\.{1,2}([/\\]|$)/.test(place) || isAbsolute(place)) throw new Error(`${url} is no file.`);
  // Packages are those of the folder that the command is run in; Node itself knows where they are.
  const script = 'process.stdout.write(import.meta.resolve(process.argv[1]))';
  const argv = ['--input-type=module', '--eval', script, '--', place];
  const { stdout } = await promisify(execFile)(process.execPath, argv);
  const found = new URL(stdout);
  await stat(found);
  return found;
}

function reasonOf(cause: unknown): string {
  const { message } = cause instanceof Error ? cause : { message: String(cause) };
  const line = message.replace(/\s*\n\s*/g, ' ').replace(/\.$/, '');
  const isTypeScript =
    (cause as NodeJS.ErrnoException | undefined)?.code === 'ERR_UNKNOWN_FILE_EXTENSION' &&
    /\.[cm]?ts/.test(line);
  return isTypeScript ? `${line}; TypeScript takes Node 22.18 or newer` : line;
}
