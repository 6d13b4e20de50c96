import { referenceBackend } from '@slowfast/tensor-backends/reference';
import { serveAssistant } from '../worker.ts';

serveAssistant({ stages: { backends: { mine: () => referenceBackend() } } });
