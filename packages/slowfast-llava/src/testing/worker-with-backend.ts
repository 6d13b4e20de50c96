import { referenceBackend } from '@slowfast/tensor-backends/reference';
import { serveAssistant } from '../worker.browser.ts';
import { QuotaError } from './quota-error.ts';

const failing = () => {
  throw new QuotaError(3, { cause: new RangeError('no more') });
};

serveAssistant({ stages: { backends: { mine: () => referenceBackend(), failing } } });
