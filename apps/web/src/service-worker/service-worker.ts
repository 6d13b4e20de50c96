import { answerFrom } from './answer-from.ts';

/** The files of this version of the page; the build puts them here. */
declare const __OFFLINE_FILES__: {
  readonly version: string;
  /** Kept from the first visit on. */
  readonly shell: readonly string[];
  /** Kept once they are used. */
  readonly optional: readonly string[];
};
const files = __OFFLINE_FILES__;
const scope = globalThis as unknown as ServiceWorkerGlobalScope;
const cacheName = `slowfast-${files.version}`;
const addressOf = (path: string) => new URL(path, scope.registration.scope).href;
const kept = new Set([...files.shell, ...files.optional].map(addressOf));

// Which WebAssembly onnxruntime-web loads for an execution provider.
const runtimeFiles: Readonly<Record<string, RegExp>> = {
  wasm: /ort-wasm-simd-threaded-[^.]*\.wasm$/,
  webgpu: /ort-wasm-simd-threaded\.(asyncify|jsep|jspi)-[^.]*\.wasm$/,
};

scope.addEventListener('install', (event) => event.waitUntil(keep(files.shell)));

// A new version waits until the last page of the old one is gone; the very first serves the page that brought it.
scope.addEventListener('activate', (event) =>
  event.waitUntil(removeOldVersions().then(() => scope.clients.claim())),
);

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  url.hash = '';
  url.search = '';
  const address = request.mode === 'navigate' ? addressOf('./') : url.href;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && url.origin === location.origin && kept.has(address))
    event.respondWith(respond(request, address));
});

scope.addEventListener('message', (event) => {
  const { data, ports } = event as ExtendableMessageEvent;
  if (data?.type !== 'keep-runtime') return;
  const pattern = runtimeFiles[data.provider as string];
  const wanted = files.optional.filter((path) => pattern?.test(path));
  const done = keep(wanted).then(
    () => wanted.length > 0,
    () => false,
  );
  event.waitUntil(done.then((isKept) => ports[0]?.postMessage(isKept)));
});

/** Puts files into this version's cache; those with a hash in their name may come from an older version's. */
async function keep(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(cacheName);
  await Promise.all(
    paths.map(async (path) => {
      const address = addressOf(path);
      if (await cache.match(address)) return;
      const isHashed = path.startsWith('assets/');
      const older = isHashed ? await caches.match(address) : undefined;
      const response = older ?? (await fetch(address, { cache: isHashed ? 'default' : 'no-cache' }));
      if (!response.ok) throw new TypeError(`${address} answered ${response.status}`);
      await cache.put(address, response);
    }),
  );
}

async function respond(request: Request, address: string): Promise<Response> {
  const cache = await caches.open(cacheName);
  const found = await cache.match(address);
  if (found) return answerFrom(found, request);
  const response = await fetch(request);
  // Parts of a file are no file.
  if (request.method === 'GET' && response.status === 200) {
    // Without room for it, it is fetched again next time.
    await cache.put(address, response.clone()).catch(() => {});
  }
  return response;
}

async function removeOldVersions(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith('slowfast-') && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
}
