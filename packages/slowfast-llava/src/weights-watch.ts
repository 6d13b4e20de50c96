import type { WeightsProgress } from '@slowfast/model-files';

type Report = (loaded: number, total: number) => void;

/** Adds up what the files of a model report, and tells everybody who watches. */
export interface WeightsWatch {
  /** To be called for every piece of a file that is in memory. */
  readonly onProgress: (progress: WeightsProgress) => void;
  /** Tells the bytes of all files so far, of those that have begun to load; ends when the result is called. */
  readonly watch: (report: Report) => () => void;
}

/** A watch over one model. */
export function weightsWatch(): WeightsWatch {
  const files = new Map<string, WeightsProgress>();
  const reports = new Set<Report>();
  return {
    onProgress(progress) {
      files.set(progress.path, progress);
      const all = [...files.values()];
      const loaded = all.reduce((sum, file) => sum + file.loaded, 0);
      const total = all.reduce((sum, file) => sum + file.total, 0);
      for (const report of reports) report(loaded, total);
    },
    watch(report) {
      reports.add(report);
      return () => reports.delete(report);
    },
  };
}
