import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** A text that models are judged on. */
export interface JudgedText {
  /** For people. */
  readonly name: string;
  /** Its name in `texts/`, whose README says where it comes from. */
  readonly file: string;
  readonly text: string;
}

/** The texts of `texts/`, each of which is judged alone. Throws when one is not what `texts.json` says. */
export async function readTexts(): Promise<readonly JudgedText[]> {
  const folder = new URL('texts/', import.meta.url);
  const listed: readonly { readonly name: string; readonly file: string; readonly sha256: string }[] =
    JSON.parse(await readFile(new URL('texts.json', folder), 'utf8'));
  return Promise.all(
    listed.map(async ({ name, file, sha256 }) => {
      const bytes = await readFile(new URL(file, folder));
      const found = createHash('sha256').update(bytes).digest('hex');
      if (found !== sha256) throw new Error(`${file}: found the hash ${found}, expected ${sha256}`);
      return { name, file, text: bytes.toString('utf8') };
    }),
  );
}
