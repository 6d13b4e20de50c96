import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AppState } from '../state/app-state.ts';
import { takeDropped } from '../state/take-dropped.ts';

/** Files may be dropped anywhere on the page; while they hover over it, it says what will happen. */
export function DropOverlay({ state }: { readonly state: AppState }) {
  const isHovering = useSignal(false);
  useEffect(() => {
    let depth = 0;
    const listening = new AbortController();
    const on = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', handle: (event: DragEvent) => void) =>
      document.addEventListener(type, (event) => hasFiles(event) && handle(event), listening);
    on('dragenter', (event) => {
      event.preventDefault();
      depth += 1;
      isHovering.value = true;
    });
    on('dragover', (event) => event.preventDefault());
    on('dragleave', () => {
      depth -= 1;
      if (depth <= 0) isHovering.value = false;
    });
    on('drop', (event) => {
      event.preventDefault();
      depth = 0;
      isHovering.value = false;
      if (event.dataTransfer) void takeDropped(event.dataTransfer, state);
    });
    return () => listening.abort();
  }, [state, isHovering]);
  return (
    <div class="drop-overlay" hidden={!isHovering.value} aria-hidden="true">
      <p>Drop a video, or the folder of a model</p>
    </div>
  );
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}
