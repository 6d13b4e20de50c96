export { type ConversionDtype, conversionDtypes } from '../checkpoint-graphs.ts';
export {
  type ConversionProgress,
  type ConvertedModel,
  type ConvertModelOptions,
  convertModel,
} from './convert-model.ts';
