import { AggregationMismatchError } from './aggregation-mismatch.ts';
import { AnswerConsumedError } from './answer-consumed.ts';
import { BudgetTooSmallError } from './budget-too-small.ts';
import { ContextExceededError } from './context-exceeded.ts';
import { DecoderFailedError } from './decoder-failed.ts';
import { DecoderUnavailableError } from './decoder-unavailable.ts';
import { DeviceLostError } from './device-lost.ts';
import { DiskFullError } from './disk-full.ts';
import { DisposedError } from './disposed.ts';
import { DownloadDamagedError } from './download-damaged.ts';
import { EmptyQuestionError } from './empty-question.ts';
import { HubAccessDeniedError } from './hub-access-denied.ts';
import { HubAnswerInvalidError } from './hub-answer-invalid.ts';
import { HubModelUnusableError } from './hub-model-unusable.ts';
import { HubNotFoundError } from './hub-not-found.ts';
import { HubOfflineError } from './hub-offline.ts';
import { HubReferenceInvalidError } from './hub-reference-invalid.ts';
import { HubUnavailableError } from './hub-unavailable.ts';
import { InvalidAggregationError } from './invalid-aggregation.ts';
import { InvalidImageError } from './invalid-image.ts';
import { InvalidSelectionError } from './invalid-selection.ts';
import { InvalidSettingError } from './invalid-setting.ts';
import { InvalidTensorError } from './invalid-tensor.ts';
import { ModelDtypeMissingError } from './model-dtype-missing.ts';
import { ModelIncompleteError } from './model-incomplete.ts';
import { ModelInvalidError } from './model-invalid.ts';
import { ModelNotFoundError } from './model-not-found.ts';
import { ModelUnsupportedError } from './model-unsupported.ts';
import { NoVideoTrackError } from './no-video-track.ts';
import { OutputFailedError } from './output-failed.ts';
import { PackageBundledError } from './package-bundled.ts';
import { QuantizedProductWrongError } from './quantized-product-wrong.ts';
import { QuestionsInvalidError } from './questions-invalid.ts';
import { RuntimeFailedError } from './runtime-failed.ts';
import { RuntimeUnavailableError } from './runtime-unavailable.ts';
import { isSlowFastError } from './slowfast-error.ts';
import { StageMismatchError } from './stage-mismatch.ts';
import { UnknownOptionError } from './unknown-option.ts';
import { VideoDamagedError } from './video-damaged.ts';
import { VideoEncryptedError } from './video-encrypted.ts';
import { VideoNotFoundError } from './video-not-found.ts';
import { VideoUnreadableError } from './video-unreadable.ts';
import { WorkerFailedError } from './worker-failed.ts';

/** An error as plain data, for a message between threads or a line of JSON. */
export type SerializedError =
  | { readonly code: string; readonly facts: object; readonly message: string }
  | { readonly name: string; readonly message: string; readonly stack?: string };

const classes: Record<string, new (facts: never) => Error> = {
  'video-not-found': VideoNotFoundError,
  'video-unreadable': VideoUnreadableError,
  'no-video-track': NoVideoTrackError,
  'decoder-unavailable': DecoderUnavailableError,
  'decoder-failed': DecoderFailedError,
  'video-damaged': VideoDamagedError,
  'video-encrypted': VideoEncryptedError,
  'invalid-selection': InvalidSelectionError,
  'invalid-aggregation': InvalidAggregationError,
  'aggregation-mismatch': AggregationMismatchError,
  'context-exceeded': ContextExceededError,
  'budget-too-small': BudgetTooSmallError,
  'model-not-found': ModelNotFoundError,
  'model-incomplete': ModelIncompleteError,
  'model-invalid': ModelInvalidError,
  'model-unsupported': ModelUnsupportedError,
  'empty-question': EmptyQuestionError,
  'invalid-setting': InvalidSettingError,
  'questions-invalid': QuestionsInvalidError,
  'stage-mismatch': StageMismatchError,
  'invalid-image': InvalidImageError,
  'invalid-tensor': InvalidTensorError,
  'runtime-unavailable': RuntimeUnavailableError,
  'runtime-failed': RuntimeFailedError,
  'device-lost': DeviceLostError,
  'quantized-product-wrong': QuantizedProductWrongError,
  'worker-failed': WorkerFailedError,
  'output-failed': OutputFailedError,
  'package-bundled': PackageBundledError,
  'disk-full': DiskFullError,
  'download-damaged': DownloadDamagedError,
  'hub-access-denied': HubAccessDeniedError,
  'hub-answer-invalid': HubAnswerInvalidError,
  'hub-model-unusable': HubModelUnusableError,
  'hub-not-found': HubNotFoundError,
  'hub-offline': HubOfflineError,
  'hub-reference-invalid': HubReferenceInvalidError,
  'hub-unavailable': HubUnavailableError,
  'model-dtype-missing': ModelDtypeMissingError,
  'unknown-option': UnknownOptionError,
  'answer-consumed': AnswerConsumedError,
  disposed: DisposedError,
};

/** Makes plain data of any thrown value; {@link reviveError} is its inverse. */
export function serializeError(error: unknown): SerializedError {
  if (isSlowFastError(error)) return { code: error.code, facts: error.facts, message: error.message };
  if (error instanceof Error) {
    return {
      name: error.name,
      message: error.message,
      ...(error.stack === undefined ? {} : { stack: error.stack }),
    };
  }
  return { name: 'Error', message: String(error) };
}

/** The error that {@link serializeError} was given: same class, code, facts and message; abort reasons stay `AbortError`. */
export function reviveError(serialized: SerializedError): Error {
  if ('code' in serialized) {
    const ErrorClass = classes[serialized.code];
    if (ErrorClass) return new ErrorClass(serialized.facts as never);
    return new Error(serialized.message);
  }
  if (serialized.name === 'AbortError' || serialized.name === 'TimeoutError') {
    return new DOMException(serialized.message, serialized.name);
  }
  const error = new Error(serialized.message);
  error.name = serialized.name;
  if (serialized.stack !== undefined) error.stack = serialized.stack;
  return error;
}
