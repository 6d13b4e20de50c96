import { fileFolder } from '@slowfast/test-kit/files';

const fixtures = fileFolder('../../../language-models/fixtures/tiny-chatml/onnx/', import.meta.url);

/** A small decoder graph whose inputs and outputs are in half precision, which not every graphics processor has. */
export const halfPrecisionModel = () => fixtures.bytes('decoder_model_merged_fp16.onnx');
