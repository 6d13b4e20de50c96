import { openVideo } from '@slowfast/frame-sources/node';
import { onnxLanguageModel } from '@slowfast/language-models';
import { describeModel, openModelFolder } from '@slowfast/model-files';
import { createVideoAssistant } from '@slowfast/pipeline';
import { chatPromptTemplate } from '@slowfast/prompt-templates';
import { onnxBackend } from '@slowfast/tensor-backends/onnx';
import { modelFolder } from '@slowfast/tiny-model';
import { onnxVisionEncoder } from '@slowfast/vision-encoders';
import { configuredReduction } from 'slowfast-llava';

// Each stage is passed in: swap a line to swap a stage.
const folder = await openModelFolder(modelFolder);
const { promptTemplate } = await describeModel(folder);
await using assistant = createVideoAssistant({
  encoder: await onnxVisionEncoder(folder, { fit: 'resize' }),
  strategyFor: (settings) =>
    configuredReduction({ frames: 16, aggregation: 'spatial_2d_avg_pool', ...settings }),
  backend: onnxBackend(),
  template: chatPromptTemplate(promptTemplate),
  languageModel: await onnxLanguageModel(folder),
  maxAnswerTokens: 32,
});
await using source = await openVideo(process.argv[2] ?? 'clip.mp4');
console.log(await assistant.plan(source.info));
await using video = await assistant.watch(source);
console.log((await video.ask('What colour is the shape?').result()).answer);
