import { fixedClipsSuite } from './testing/fixed-clips-suite.ts';

fixedClipsSuite({ isReduced: () => true, isAskedOfWorker: () => true });
