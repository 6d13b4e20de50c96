import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type ClipAnswers,
  type ResultsHeader,
  type ResultsLog,
  readResultsLog,
  resultsLine,
} from '@slowfast/accuracy';
import { OutputFailedError } from '@slowfast/spec';

/** Answers kept in a file as they come, a line each. */
export interface ResultsFile extends Pick<ResultsLog, 'recall' | 'lines'> {
  append(answers: ClipAnswers): Promise<void>;
}

/**
 * Opens a results file to go on with, or begins one.
 *
 * @throws InvalidSettingError when it is something else, or of another model.
 * @throws OutputFailedError when it can't be read or written.
 */
export async function openResultsFile(path: string, header: ResultsHeader): Promise<ResultsFile> {
  const failing = async <R>(work: Promise<R>): Promise<R> => {
    try {
      return await work;
    } catch (cause) {
      throw new OutputFailedError({ place: path, reason: (cause as Error).message }, { cause });
    }
  };
  const text = await failing(
    readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    }),
  );
  const log = readResultsLog(text, path, header);
  if (log.wholeLength === undefined) {
    await failing(mkdir(dirname(path), { recursive: true }));
    await failing(appendFile(path, resultsLine(header)));
  }
  // An interrupted run may have left half a line.
  else await failing(truncate(path, log.wholeLength));
  return {
    lines: log.lines,
    recall: log.recall,
    append: (answers) => failing(appendFile(path, resultsLine(answers))),
  };
}
