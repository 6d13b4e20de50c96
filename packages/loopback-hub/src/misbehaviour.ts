/** What a hub may do other than it should, for requests that match. Plain data, so that pages can send it. */
export interface Misbehaviour {
  /**
   * Pattern of the requests that are meant, as the source of a RegExp, on texts such as `hub GET /api/models/owner/name/revision/main`
   * or `storage GET /blobs/…`; all if absent.
   */
  readonly match?: string;
  /** How often; always if absent. */
  readonly times?: number;
  /** Answers with a status instead. */
  readonly status?: number;
  /** More headers, e.g. `X-Error-Code`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Answers with this text instead. */
  readonly text?: string;
  /** Answers with a text of so many bytes instead. */
  readonly textBytes?: number;
  /** Never answers. */
  readonly silent?: boolean;
  /** Ends the connection without an answer. */
  readonly refuses?: boolean;
  /**
   * Breaks off after so many bytes of the body. Who hears of it may throw away what came just before; where that counts,
   * `holdsAfter` of as many bytes lets a test see them arrive first.
   */
  readonly cutAfter?: number;
  /** Sends nothing more after so many bytes of the body, and keeps the connection. */
  readonly stallAfter?: number;
  /** Sends so many bytes of the body, and as many more each time that it is told to go on. */
  readonly holdsAfter?: number;
  /** Changes a bit of each file. */
  readonly wrongBytes?: boolean;
  /** Serves files that are so many bytes longer, or shorter where it is negative. */
  readonly longerBy?: number;
  /** Knows no ranges. */
  readonly noRanges?: boolean;
  /** Answers with a part that begins so many bytes later than was asked for. */
  readonly partLaterBy?: number;
  /** Sends files no faster. */
  readonly bytesPerSecond?: number;
}

/** What is meant for one request. */
export interface RuleForRequest extends Misbehaviour {
  /** Waits until the answer may go on: once more each time, and no longer when the rules are replaced. */
  readonly mayGoOn: () => Promise<void>;
}

/** What was asked of a hub. */
export interface LoggedRequest {
  /** The hub itself, or the other origin, where it keeps large files. */
  readonly origin: 'hub' | 'storage';
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly range?: string;
  readonly authorization?: string;
  readonly status: number;
  /** Bytes of the body that were sent. */
  readonly sentBytes: number;
}

/** Requests and rules of one user of a hub, e.g. a test. */
export class HubSpace {
  readonly requests: LoggedRequest[] = [];
  #rules: { readonly rule: Misbehaviour; left: number }[] = [];
  #goOns = 0;
  #changed = Promise.withResolvers<void>();

  /** Replaces the rules; none for a hub that does as it should. Answers that are held go on. */
  misbehave(...rules: readonly Misbehaviour[]): void {
    this.#rules = rules.map((rule) => ({ rule, left: rule.times ?? Number.POSITIVE_INFINITY }));
    this.goOn();
  }

  /** Lets answers go on that are held. */
  goOn(): void {
    this.#goOns += 1;
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }

  /** All that is meant for a request, later rules before earlier ones. */
  ruleFor(request: string): RuleForRequest {
    const meant = this.#rules.filter(
      ({ rule, left }) => left > 0 && new RegExp(rule.match ?? '').test(request),
    );
    for (const each of meant) each.left -= 1;
    const rules = this.#rules;
    let goOns = this.#goOns;
    const mayGoOn = async () => {
      goOns += 1;
      while (this.#rules === rules && this.#goOns < goOns) await this.#changed.promise;
    };
    return Object.assign({ mayGoOn }, ...meant.map(({ rule }) => rule));
  }
}
