import type { JsonSchema } from '@slowfast/spec';
import { assertHasEnd } from './assert-has-end.ts';
import { assertOneFits } from './assert-one-fits.ts';
import { compileKind, type KindContext } from './compile-kind.ts';
import {
  isSchemaObject,
  placeOf,
  readKeywords,
  readList,
  refuse,
  type SchemaObject,
  wholeKeywords,
} from './keywords.ts';
import { leastOfKind } from './least-bytes.ts';
import { literalKind } from './literal-kind.ts';
import { mergeSchemas } from './merge-schemas.ts';
import { resolveReference } from './resolve-reference.ts';
import type { ValueKind, ValueNode } from './schema-node.ts';
import { impliedTypes, jsonTypes, readTypes } from './types.ts';

/** A node whose alternatives may still be other nodes, among them itself further up. */
interface DraftNode extends ValueNode {
  parts: readonly (ValueKind | DraftNode)[];
  alternatives: readonly ValueKind[];
  leastBytes: number;
}

/**
 * What a JSON Schema allows. Only what it names is written: an object with `properties` has no others unless `additionalProperties` says so,
 * and a schema without a `type` has those that its keywords are about.
 *
 * @throws SchemaUnsupportedError when it says what can't be had: an unknown keyword, a reference to nowhere, nothing that fits.
 */
export function compileSchema(root: JsonSchema): ValueNode {
  const drafts = new Map<string, DraftNode>();
  /** Kinds of schemas that name no type, so that values of other types fit them, too. */
  const implied = new Set<ValueKind>();
  const exclusive: { readonly place: string; readonly nodes: readonly DraftNode[] }[] = [];

  function draft(place: string, schema: unknown): DraftNode {
    const known = drafts.get(place);
    if (known) return known;
    const made: DraftNode = { place, parts: [], alternatives: [], leastBytes: Number.POSITIVE_INFINITY };
    drafts.set(place, made);
    made.parts = partsOf(place, schema);
    return made;
  }

  const anyValue = (): DraftNode => draft('any value', {});
  const context: KindContext = { node: draft, anyValue };

  function partsOf(place: string, schema: unknown): DraftNode['parts'] {
    if (schema === false) return [];
    if (schema === true) return [anyValue()];
    if (!isSchemaObject(schema))
      return refuse(place, JSON.stringify(schema) ?? String(schema), 'a schema: an object, true or false');
    const keywords = withoutAllOf(readKeywords(schema, place), place);
    if (Object.keys(keywords).length === 0 && place !== 'any value') return [anyValue()];
    const whole = wholeKeywords.find((keyword) => keywords[keyword] !== undefined);
    const types = readTypes(keywords, place);
    if (whole !== undefined) {
      const others = Object.keys(keywords).filter((keyword) => keyword !== whole && keyword !== 'type');
      const hasType = types !== undefined && whole !== 'const' && whole !== 'enum';
      if (hasType) others.push('type');
      if (others.length > 0) refuse(place, `"${others[0]}" beside "${whole}"`, `"${whole}" alone`);
    }
    switch (whole) {
      case '$ref': {
        const target = resolveReference(root, keywords.$ref, place);
        return [draft(target.place, target.schema)];
      }
      case 'const':
      case 'enum':
        return [literalKind(keywords, place, types ?? new Set(jsonTypes))];
      case 'anyOf':
      case 'oneOf': {
        const list = readList(keywords, whole, place);
        const nodes = list.map((each, index) => draft(placeOf(place, whole, index), each));
        if (whole === 'oneOf') exclusive.push({ place, nodes });
        return nodes;
      }
      default: {
        const named = types ?? impliedTypes(keywords);
        const kinds = [...named]
          .filter((type) => type !== 'integer' || !named.has('number'))
          .map((type) => compileKind(type, keywords, place, context));
        if (types === undefined) for (const kind of kinds) implied.add(kind);
        return kinds;
      }
    }
  }

  function withoutAllOf(keywords: SchemaObject, place: string): SchemaObject {
    if (keywords.allOf === undefined) return keywords;
    const { allOf: _, ...rest } = keywords;
    return readList(keywords, 'allOf', place).reduce<SchemaObject>(
      (merged, each, index) =>
        mergeSchemas(merged, resolved(each, placeOf(place, 'allOf', index), []), place),
      rest,
    );
  }

  /** A schema as an object, with references followed and its own `allOf` merged. */
  function resolved(schema: unknown, place: string, seen: readonly string[]): SchemaObject {
    if (!isSchemaObject(schema)) return refuse(place, JSON.stringify(schema), 'a schema: an object');
    const keywords = readKeywords(schema, place);
    if (keywords.$ref === undefined) return withoutAllOf(keywords, place);
    const target = resolveReference(root, keywords.$ref, place);
    if (seen.includes(target.place))
      return refuse(place, `"$ref" ${JSON.stringify(keywords.$ref)} within itself`, 'an end');
    const { $ref: _, ...rest } = keywords;
    return mergeSchemas(rest, resolved(target.schema, target.place, [...seen, target.place]), place);
  }

  const start = draft('#', root);
  const all = [...drafts.values()];
  for (const each of all) each.alternatives = flatten(each, new Set());
  settleLeastBytes(all);
  for (const { place, nodes } of exclusive) assertOneFits(place, nodes, implied);
  assertHasEnd(start);
  return start;
}

function flatten(node: DraftNode, above: Set<DraftNode>): ValueKind[] {
  if (above.has(node)) return [];
  above.add(node);
  const kinds = node.parts.flatMap((part) => ('parts' in part ? flatten(part, above) : [part]));
  return [...new Set(kinds)];
}

/** Shortest texts, from those of values that hold no others up to those that hold them. */
function settleLeastBytes(nodes: readonly DraftNode[]): void {
  for (let changes = true; changes; ) {
    changes = false;
    for (const node of nodes) {
      const least = Math.min(...node.alternatives.map(leastOfKind));
      if (least >= node.leastBytes) continue;
      node.leastBytes = least;
      changes = true;
    }
  }
}
