import { reviveError, type SerializedError, serializeError, WorkerFailedError } from '@slowfast/spec';
import type { MessageTransport, Moved } from './message-transport.ts';

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly argument: unknown }
  | { readonly kind: 'cancel'; readonly id: number; readonly reason: SerializedError }
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: SerializedError }
  | { readonly kind: 'end' };

/** What a handler can do besides returning. */
export interface CallContext {
  /** Aborted when the caller cancels. */
  readonly signal: AbortSignal;
  /** Sends an event to the caller while the call runs. */
  emit(event: unknown): void;
  /** Buffers of the returned value that may be moved to the caller. */
  transfer(...buffers: Moved[]): void;
}

/** Serves one method. Its argument comes from the other side of the same program, so it is trusted to have this type. */
export type CallHandler<Argument, Result> = (argument: Argument, context: CallContext) => Promise<Result>;

/** Options of a call. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called for each event, in order and before the result. What it throws cancels the call, which rejects with that. */
  readonly onEvent?: ((event: never) => void) | undefined;
  /** What of the argument is moved to the other side. */
  readonly transfer?: readonly Moved[] | undefined;
}

/** One side of a conversation: calls the other side's methods, serves its own. */
export interface RpcPeer {
  /** Calls a method; rejects with the handler's error, or with the signal's reason at once when it is aborted. */
  call<Result>(method: string, argument?: unknown, options?: CallOptions): Promise<Result>;
  /** Aborted when the conversation has ended, with the error of pending and later calls as its reason. */
  readonly ended: AbortSignal;
  /**
   * Ends the conversation: pending and later calls reject with this error, calls being served are aborted, the other side is
   * told, and the transport is closed. Resolves when that is done; later calls of it change nothing.
   */
  close(error: Error): Promise<void>;
}

interface PendingCall {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
  readonly onEvent: (event: never) => void;
}

/**
 * Calls with cancellation, events and typed errors over a message channel, in both directions. When the other end is gone, all
 * that waits for it fails with WorkerFailedError.
 *
 * Cost: one structured clone per message; transferred buffers are moved.
 */
export function createRpcPeer(
  transport: MessageTransport,
  handlers: Readonly<Record<string, CallHandler<never, unknown>>>,
): RpcPeer {
  const pending = new Map<number, PendingCall>();
  const serving = new Map<number, AbortController>();
  let lastId = 0;
  const ended = new AbortController();
  const post = (message: Message, transfer?: readonly Moved[]) => transport.post(message, transfer);

  const serve = async (id: number, method: string, argument: unknown) => {
    const controller = new AbortController();
    const buffers: Moved[] = [];
    serving.set(id, controller);
    try {
      const handler = handlers[method];
      if (!handler) throw new TypeError(`No method "${method}" is served here.`);
      const context: CallContext = {
        signal: controller.signal,
        emit: (event) => post({ kind: 'event', id, event }),
        transfer: (...more) => buffers.push(...more),
      };
      const value = await handler(argument as never, context);
      if (!ended.signal.aborted) post({ kind: 'result', id, value }, buffers);
    } catch (error) {
      if (!ended.signal.aborted) post({ kind: 'error', id, error: serializeError(error) });
    } finally {
      serving.delete(id);
    }
  };

  const receive = (message: Message) => {
    switch (message.kind) {
      case 'call':
        void serve(message.id, message.method, message.argument);
        return;
      case 'cancel':
        serving.get(message.id)?.abort(reviveError(message.reason));
        return;
      case 'event':
        pending.get(message.id)?.onEvent(message.event as never);
        return;
      case 'result':
        pending.get(message.id)?.resolve(message.value as never);
        return;
      case 'error':
        pending.get(message.id)?.reject(reviveError(message.error));
        return;
      case 'end':
        void close(new WorkerFailedError({ reason: 'it was closed' }));
        return;
      default:
        message satisfies never;
    }
  };
  transport.onMessage((message) => receive(message as Message));

  const call = <Result>(method: string, argument?: unknown, options: CallOptions = {}) => {
    const { signal, onEvent, transfer } = options;
    lastId += 1;
    const id = lastId;
    return new Promise<Result>((resolve, reject) => {
      ended.signal.throwIfAborted();
      signal?.throwIfAborted();
      const cancel = (reason: unknown) => {
        post({ kind: 'cancel', id, reason: serializeError(reason) });
        pending.get(id)?.reject(reason);
      };
      const onAbort = () => cancel(signal?.reason);
      const settle =
        <Value>(settlePromise: (value: Value) => void) =>
        (value: Value) => {
          if (pending.delete(id) && pending.size === 0) transport.setAwaited?.(false);
          signal?.removeEventListener('abort', onAbort);
          settlePromise(value);
        };
      pending.set(id, {
        resolve: settle(resolve) as PendingCall['resolve'],
        reject: settle(reject),
        onEvent: (event) => {
          try {
            onEvent?.(event);
          } catch (error) {
            cancel(error);
          }
        },
      });
      if (pending.size === 1) transport.setAwaited?.(true);
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        post({ kind: 'call', id, method, argument }, transfer);
      } catch (error) {
        // An argument that can't be cloned.
        pending.get(id)?.reject(error);
      }
    });
  };

  const close = async (error: Error) => {
    if (ended.signal.aborted) return;
    ended.abort(error);
    for (const controller of serving.values()) controller.abort(error);
    for (const { reject } of [...pending.values()]) reject(error);
    post({ kind: 'end' });
    await transport.close();
  };
  transport.onEnd((reason) => void close(new WorkerFailedError({ reason })));

  return { call, ended: ended.signal, close };
}
