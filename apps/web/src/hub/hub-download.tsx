import { byteSize } from '../format.ts';
import type { DownloadProgress } from './download-progress.ts';
import type { HubModels } from './hub-models.ts';

/** The download that runs: how far, how fast, and the way to end it. */
export function HubDownload({ hub }: { readonly hub: HubModels }) {
  const progress = hub.download.value;
  return (
    <>
      <p class="visually-hidden" role="status">
        {progress ? inTenths(progress) : hub.isLooking.value ? 'Looking the model up' : ''}
      </p>
      {progress && (
        <div class="hub-download">
          <p>
            <strong>{progress.name}</strong>
          </p>
          <progress
            aria-label={`Download of ${progress.name}`}
            aria-valuetext={inWords(progress)}
            {...(progress.total !== undefined && { value: progress.loaded ?? 0, max: progress.total })}
          />
          <p class="note">{inWords(progress)}</p>
          <button type="button" class="button quiet" onClick={hub.cancel}>
            Cancel
          </button>
        </div>
      )}
    </>
  );
}

function inWords(progress: DownloadProgress): string {
  const { state, path, found, loaded = 0, total, bytesPerSecond } = progress;
  if (state === 'asking') return 'Asking the hub …';
  if (state === 'waiting') return 'Another page downloads it: waiting …';
  const howFar = total === undefined ? '' : `${byteSize(loaded)} of ${byteSize(total)}`;
  if (state === 'retrying') return `${howFar && `${howFar}. `}Trying again (found ${found}) …`;
  const rate =
    bytesPerSecond === undefined || total === undefined
      ? ''
      : `, ${byteSize(bytesPerSecond)}/s, ${timeLeft((total - loaded) / bytesPerSecond)}`;
  return `${howFar}${rate}${path === undefined ? '' : `: ${path}`}`;
}

/** What is read aloud: something new at every tenth. */
function inTenths(progress: DownloadProgress): string {
  const { name, state, loaded = 0, total } = progress;
  if (state !== 'loading' || !total) return inWords(progress);
  return `${Math.floor((loaded / total) * 10) * 10} % of ${name}`;
}

function timeLeft(seconds: number): string {
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `about ${minutes} min left` : `about ${Math.round(minutes / 60)} h left`;
}
