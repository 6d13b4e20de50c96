export { type ReferenceBackend, referenceBackend } from './reference/reference-backend.ts';
