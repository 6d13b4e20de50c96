import clip from '@slowfast/tiny-model/clips/circle.mp4?url';
import { openAssistant } from 'slowfast-llava';
import { offerGraphs } from '../forms-in-browser/graph-in-page.ts';
import { measureQuestions } from '../measure-questions.ts';

globalThis.measureInPage = (options) =>
  measureQuestions(() => openAssistant({ cache: false, ...options }), clip);
offerGraphs();
