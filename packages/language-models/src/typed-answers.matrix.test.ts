import { typedAnswersSuite } from './testing/typed-answers-suite.ts';

typedAnswersSuite(1000);
