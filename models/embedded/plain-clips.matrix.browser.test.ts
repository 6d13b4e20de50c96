import { plainClipsSuite } from './testing/plain-clips-suite.ts';

plainClipsSuite(20);
