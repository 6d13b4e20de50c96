import { DisposedError } from '@slowfast/spec';
import type { OnnxTensor, ResidentTensor } from '../onnx-tensor.ts';
import { runtimeFailed } from '../runtime-failed.ts';
import type { DeviceGuard } from './device-guard.ts';
import type { LoadedWebModule } from './load-onnxruntime-web.ts';
import { fromWebTensor, type WebTensor } from './onnx-tensor-conversion-web.ts';

/** A tensor in a buffer of the graphics processor, which goes back to the runtime when it is disposed. */
export class DeviceResidentTensor implements ResidentTensor {
  readonly type: OnnxTensor['type'];
  readonly shape: readonly number[];
  readonly #module: LoadedWebModule;
  readonly #device: DeviceGuard;
  #tensor: WebTensor | undefined;

  constructor(module: LoadedWebModule, device: DeviceGuard, tensor: WebTensor) {
    this.type = tensor.type;
    this.shape = tensor.dims;
    this.#module = module;
    this.#device = device;
    this.#tensor = tensor;
  }

  /** Whether a session over this module can take it as it is. */
  isOf(module: LoadedWebModule): boolean {
    return this.#module.ort === module.ort;
  }

  /** @throws DisposedError after disposal. */
  get tensor(): WebTensor {
    if (this.#tensor === undefined) throw new DisposedError({ what: 'The resident tensor' });
    return this.#tensor;
  }

  read(): Promise<OnnxTensor> {
    return this.#module.serially(async () => {
      const { tensor } = this;
      try {
        return fromWebTensor(tensor, await this.#device.guard(() => tensor.getData()));
      } catch (cause) {
        throw runtimeFailed('onnxruntime-web', 'reading a result', cause);
      }
    });
  }

  [Symbol.dispose](): void {
    const tensor = this.#tensor;
    this.#tensor = undefined;
    // Not while the runtime is in the middle of a call.
    if (tensor) void this.#module.serially(() => tensor.dispose()).catch(() => {});
  }
}
