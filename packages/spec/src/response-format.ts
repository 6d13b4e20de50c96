/** A JSON Schema as plain data. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** What kind of text an answer is. */
export interface ResponseFormat {
  readonly type: 'json';
  /** What the JSON fits, always. */
  readonly schema: JsonSchema;
}
