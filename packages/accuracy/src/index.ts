export { type AnswerClipsOptions, answerClips, type ClipAnswers } from './answer-clips.ts';
export { askAndGrade, evaluateClips } from './ask-and-grade.ts';
export { type ClipQuestion, type GradedQuestion, isRight } from './clip-question.ts';
export {
  assertCalibratable,
  type CalibrationReport,
  type CalibrationRow,
  calibrateDecisions,
} from './decisions/calibrate-decisions.ts';
export { type DecideAndGradeOptions, decideAndGrade } from './decisions/decide-and-grade.ts';
export type { DecisionQuality } from './decisions/decision-quality.ts';
export type { ReliabilityBin } from './decisions/decision-scores.ts';
export type { FittedTemperature } from './decisions/fit-temperature.ts';
export { parseClipQuestions } from './parse-clip-questions.ts';
export { accuracyPlot } from './plot/accuracy-plot.ts';
export { type ReliabilityPanel, reliabilityPlot } from './plot/reliability-plot.ts';
export { defaultBudgets } from './reductions/default-budgets.ts';
export { aggregatorsById, type GivenReduction, reductionInNotation } from './reductions/given-reductions.ts';
export type { NothingFits, ReductionChoice, ReductionFacts } from './reductions/reduction-facts.ts';
export { rememberingFrameSource } from './reductions/remembering-frame-source.ts';
export { rememberingVisionEncoder } from './reductions/remembering-vision-encoder.ts';
export { type TokenAllocation, tokenAllocations } from './reductions/token-allocations.ts';
export type * from './report/accuracy-report.ts';
export { boundWords, calibrationMarkdown } from './report/calibration-markdown.ts';
export type { DecisionsReport, SettingDecisions } from './report/decisions-report.ts';
export type * from './report/figures.ts';
export { makeReport } from './report/make-report.ts';
export {
  type PlannedReduction,
  type PlannedSetting,
  planReductions,
  planSettings,
} from './report/plan-settings.ts';
export { reportMarkdown } from './report/report-markdown.ts';
export { type ResultsHeader, type ResultsLog, readResultsLog, resultsLine } from './results-log.ts';
export { type KindScore, scoreByKind } from './score-by-kind.ts';
export type { BootstrapOptions } from './statistics/bootstrap-clips.ts';
export { bootstrapRatios, type ClipRatio } from './statistics/bootstrap-ratios.ts';
export type { Interval } from './statistics/interval.ts';
export { wilsonInterval } from './statistics/wilson-interval.ts';
