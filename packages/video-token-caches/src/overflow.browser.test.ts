import { overflowStorageConformance } from '@slowfast/test-kit';
import { blobOverflow } from './browser.ts';

overflowStorageConformance('in Blobs', { create: blobOverflow });
