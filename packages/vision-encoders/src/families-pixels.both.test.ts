import { pixelsOfFamilies } from './testing/pixels-suite.ts';

// In Chromium a picture of each family and fit; families-pixels.matrix.browser.test.ts has the others.
pixelsOfFamilies(typeof document === 'undefined' ? Infinity : 1);
