import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { HubModelChoice, HubModelOffer } from '@slowfast/hub-client/browser';
import { type ModelDtypeChoice, wasmFormTimes } from '@slowfast/model-files';
import { type Problem, problemOf } from '../state/problem.ts';
import { type DownloadProgress, downloadProgress } from './download-progress.ts';
import { hubModelName, type KeptModel, keptModels } from './kept-model.ts';
import { latestEvery } from './latest-every.ts';

/** A model of the hub that is to be used: it is in this site's storage. */
export interface UsedHubModel {
  readonly name: string;
  /** `owner/name@commit`. */
  readonly reference: string;
  readonly dtype: ModelDtypeChoice | undefined;
}

/** What went wrong, and with what. */
export interface HubProblem {
  readonly title: string;
  readonly problem: Problem;
}

/** Models of the hub: what there is to be had, what is on its way, what is kept. Nothing of it rejects. */
export interface HubModels {
  /** The hub's address. */
  readonly endpoint: Signal<string>;
  /** Goes to the hub alone, and is forgotten with the page. */
  readonly token: Signal<string>;
  /** What was looked up last. */
  readonly offer: ReadonlySignal<HubModelOffer | undefined>;
  readonly isLooking: ReadonlySignal<boolean>;
  /** The download that runs; there is one at a time. */
  readonly download: ReadonlySignal<DownloadProgress | undefined>;
  /** Undefined until it was looked for. */
  readonly kept: ReadonlySignal<readonly KeptModel[] | undefined>;
  /** Whether the browser has promised to keep what is kept. */
  readonly isPersistent: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<HubProblem | undefined>;
  /** Looks up what a model would cost in each precision. */
  look(name: string): Promise<void>;
  /** Downloads what was looked up, and uses it. */
  take(choice: HubModelChoice): Promise<void>;
  /** Goes on with an unfinished download, and uses it. */
  resume(model: KeptModel): Promise<void>;
  /** Ends the download that runs; what has arrived is kept. */
  cancel(): void;
  use(model: KeptModel): void;
  remove(model: KeptModel): Promise<void>;
  /** Looks again for what is kept. */
  refresh(): Promise<void>;
  dismissProblem(): void;
}

/** Pieces arrive faster than anybody reads. */
const showEveryMs = 100;

/** The part of the program that is fetched when it is first wanted. */
const load = () => import('@slowfast/hub-client/browser');

/**
 * @param onUse called when a model that is kept is to be used.
 * @param onRemove called before one goes, with its `owner/name`.
 */
export function createHubModels(
  onUse: (model: UsedHubModel) => void,
  onRemove: (id: string) => void,
): HubModels {
  const endpoint = signal('https://huggingface.co');
  const token = signal('');
  const offer = signal<HubModelOffer | undefined>();
  const isLooking = signal(false);
  const download = signal<DownloadProgress | undefined>();
  const kept = signal<readonly KeptModel[] | undefined>();
  const isPersistent = signal(false);
  const problem = signal<HubProblem | undefined>();
  let looking = new AbortController();
  let downloading = new AbortController();

  const settings = () => ({ endpoint: endpoint.value.trim(), token: token.value.trim(), offline: false });
  const tell = (title: string, error: unknown) => {
    problem.value = { title, problem: problemOf(error) };
  };

  async function refresh(): Promise<void> {
    try {
      const { listHubModels } = await load();
      const models = keptModels(await listHubModels());
      const persists = (await navigator.storage.persisted?.()) ?? false;
      batch(() => {
        kept.value = models;
        isPersistent.value = persists;
      });
    } catch {
      // Where sites have no storage, nothing is kept; a download says why.
      kept.value = [];
    }
  }

  async function bring(id: string, revision: string, dtype: ModelDtypeChoice | undefined): Promise<void> {
    downloading.abort();
    downloading = new AbortController();
    const { signal: cancelled } = downloading;
    const name = hubModelName(id, revision);
    const progress = downloadProgress(name);
    const shown = latestEvery<DownloadProgress>(showEveryMs, (next) => {
      if (!cancelled.aborted) download.value = next;
    });
    batch(() => {
      problem.value = undefined;
      offer.value = undefined;
      download.value = { name, state: 'asking' };
    });
    try {
      const { pullHubModel } = await load();
      const { commit } = await pullHubModel(
        { id, revision },
        {
          dtype,
          settings: settings(),
          signal: cancelled,
          onProgress: (event) => shown.show(progress(event)),
        },
      ).finally(shown.end);
      batch(() => {
        download.value = undefined;
        onUse({ name, reference: `${id}@${commit}`, dtype });
      });
    } catch (error) {
      if (cancelled.aborted) return;
      batch(() => {
        download.value = undefined;
        tell(`${name} could not be downloaded`, error);
      });
    } finally {
      await refresh();
    }
  }

  return {
    endpoint,
    token,
    offer,
    isLooking,
    download,
    kept,
    isPersistent,
    problem,
    async look(name) {
      looking.abort();
      looking = new AbortController();
      const { signal: stopped } = looking;
      batch(() => {
        offer.value = undefined;
        problem.value = undefined;
        isLooking.value = true;
      });
      try {
        const { offerHubModel } = await load();
        const found = await offerHubModel(name, {
          settings: settings(),
          formTimes: wasmFormTimes,
          signal: stopped,
        });
        if (!stopped.aborted) offer.value = found;
      } catch (error) {
        if (!stopped.aborted) tell('The model can’t be looked up', error);
      } finally {
        if (!stopped.aborted) isLooking.value = false;
      }
    },
    async take({ dtype, dtypes }) {
      const wanted = offer.value;
      if (wanted) await bring(wanted.id, wanted.revision, dtype ?? dtypes);
    },
    resume: ({ id, revision, dtype }) => bring(id, revision, dtype),
    cancel() {
      downloading.abort();
      download.value = undefined;
    },
    use({ name, id, commit, dtype }) {
      onUse({ name, reference: `${id}@${commit}`, dtype });
    },
    async remove({ name, id, commit }) {
      try {
        onRemove(id);
        const { removeHubModel } = await load();
        await removeHubModel(`${id}@${commit}`);
      } catch (error) {
        tell(`${name} could not be removed`, error);
      } finally {
        await refresh();
      }
    },
    refresh,
    dismissProblem() {
      problem.value = undefined;
    },
  };
}
