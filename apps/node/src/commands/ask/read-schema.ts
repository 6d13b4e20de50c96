import { readFile } from 'node:fs/promises';
import { assertJsonSchema } from '@slowfast/json-constraints';
import { InvalidArgumentError } from 'commander';
import { isError, type ResponseFormat } from 'slowfast-llava';

/**
 * The schema that answers are to fit, once it is sure that they can.
 *
 * @throws InvalidArgumentError when there is no such file, or no JSON in it; SchemaUnsupportedError when it says what can't be had.
 */
export async function readSchema(flags: {
  readonly schema?: string;
  readonly option?: readonly string[];
}): Promise<ResponseFormat | undefined> {
  const { schema: path } = flags;
  if (path === undefined) return undefined;
  if (flags.option !== undefined) {
    throw new InvalidArgumentError(
      'Found --schema and --option, expected one of them: an option is no JSON.',
    );
  }
  const refuse = (found: string) =>
    new InvalidArgumentError(`Found --schema ${path}, ${found}, expected a file with a JSON Schema.`);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw refuse(`which can't be read (${(error as { code?: string }).code})`);
  });
  let schema: ResponseFormat['schema'];
  try {
    schema = JSON.parse(text);
  } catch (error) {
    throw refuse(`which is no JSON (${isError(error) ? error.message : error})`);
  }
  assertJsonSchema(schema);
  return { type: 'json', schema };
}
