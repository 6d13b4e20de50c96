import { pixelsOfFamilies } from './testing/pixels-suite.ts';

pixelsOfFamilies(Infinity);
