import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

// Loaded before a program: the disk seems to have room for everything, so that it is met full on the way.

Object.assign(promises, { statfs: async () => ({ bavail: 2 ** 40, bsize: 4096 }) });
syncBuiltinESMExports();
