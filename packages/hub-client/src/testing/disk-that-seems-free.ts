import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

// Loaded before a program: free space is unknown to it, as on file systems that don't tell, so that it meets the full disk.

Object.assign(promises, { statfs: () => Promise.reject(new Error('not known')) });
syncBuiltinESMExports();
