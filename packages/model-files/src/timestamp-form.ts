import type { TimestampForm } from '@slowfast/spec';

/**
 * Forms by the class that a checkpoint names as its processor:
 * https://github.com/huggingface/transformers/blob/v5.0.0/src/transformers/models/smolvlm/processing_smolvlm.py, and `Lfm3VlProcessor` of
 * transformers 5.23, whose own encoder makes one of two frames, at their mean time. Processors of other families write no times.
 */
const formsByProcessor: Readonly<Record<string, TimestampForm>> = {
  SmolVLMProcessor: {
    introduction:
      'You are provided the following series of {frames} frames from a {duration} [H:MM:SS] video.\n',
    frame: '\nFrame from {time}:',
    time: 'minutes',
    end: '\n\n',
  },
  Lfm3VlProcessor: {
    introduction: '',
    frame: '<{time} seconds>',
    time: 'seconds',
    aroundFrame: { before: '<|vision_start|>', after: '<|vision_end|>' },
    end: '',
  },
};

/** The form in which a checkpoint was shown times, by the class of its processor; undefined where it was shown none. */
export function timestampForm(processorClass: string | undefined): TimestampForm | undefined {
  return processorClass !== undefined && Object.hasOwn(formsByProcessor, processorClass)
    ? formsByProcessor[processorClass]
    : undefined;
}
