import type { AppState } from '../../state/app-state.ts';
import type { Device } from '../../state/settings.ts';
import { runtimeText } from '../runtime-text.ts';

const devices: readonly { readonly device: Device; readonly label: string }[] = [
  { device: 'auto', label: 'the best there is' },
  { device: 'webgpu', label: 'graphics processor (WebGPU)' },
  { device: 'wasm', label: 'processor (WebAssembly)' },
];

const backends = [
  { name: 'reference', label: 'plain TypeScript' },
  { name: 'onnx', label: 'onnxruntime' },
  { name: 'tfjs-webgl', label: 'TensorFlow.js, WebGL' },
  { name: 'tfjs-wasm', label: 'TensorFlow.js, WebAssembly' },
];

/** What runs the models and the reduction, and why it is not faster. */
export function RuntimeSettings({ state }: { readonly state: AppState }) {
  const { settings, life } = state;
  const runtime = life.description.value?.runtime;
  return (
    <fieldset>
      <legend>Where it runs</legend>
      <div class="pair">
        <label class="field">
          <span class="field-name">Device</span>
          <select
            aria-label="Device"
            value={settings.device.value}
            onChange={({ currentTarget }) => {
              settings.device.value = currentTarget.value as Device;
            }}
          >
            {devices.map(({ device, label }) => (
              <option key={device} value={device}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span class="field-name">Backend of the reduction</span>
          <select
            aria-label="Backend"
            value={settings.backend.value}
            onChange={({ currentTarget }) => {
              settings.backend.value = currentTarget.value;
            }}
          >
            {backends.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      {runtime && (
        <p class="note" data-runtime>
          In use: {runtimeText(runtime)}
          {runtime.reason === undefined ? '.' : `. ${runtime.reason}.`}
        </p>
      )}
    </fieldset>
  );
}
