import type { NodeHubSettings } from '@slowfast/hub-client';
import type { AssistantOptions } from './assistant-options.ts';
import type { OpeningOptions } from './opening-options.ts';

/** How to make an assistant in Node. What is plain data is sent to the worker. */
export interface NodeAssistantOptions extends AssistantOptions, OpeningOptions {
  /**
   * Where the hub is, whether it may be asked, an access token, which goes to the hub alone, and where its models are kept. What
   * is absent the environment says: `HF_ENDPOINT`, `HF_HUB_OFFLINE`, `HF_TOKEN`, `HF_HOME`, `HF_HUB_CACHE`.
   */
  readonly hub?: Partial<NodeHubSettings>;
}
