export { assertJsonSchema, type JsonConstraints, jsonConstraints } from './json-constraint.ts';
