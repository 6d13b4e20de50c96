import type { HubSettings } from '@slowfast/model-files/hub';
import type { AssistantOptions } from './assistant-options.ts';
import type { OpeningOptions } from './opening-options.ts';

/** How to make an assistant in a page. What is plain data is sent to the worker. */
export interface BrowserAssistantOptions extends AssistantOptions, OpeningOptions {
  /**
   * Where the hub is, whether it may be asked, and an access token, which goes to the hub alone; `https://huggingface.co`
   * without a token if absent.
   */
  readonly hub?: Partial<HubSettings>;
  /**
   * Starts the worker, a module that calls `serveAssistant` of `slowfast-llava/worker`; a worker of this package if absent.
   * Give your own to offer more backends, or where a bundler does not find the one in here; `connectAssistant` of
   * `slowfast-llava/connect` does the same and leaves the one in here out of the bundle.
   */
  readonly worker?: () => Worker;
}
