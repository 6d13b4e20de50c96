import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Misbehaviour, RuleForRequest } from './misbehaviour.ts';

/** Sends a file, or the part that is asked for; resolves when it was sent, or will not be. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  contents: Uint8Array,
  rule: RuleForRequest,
): Promise<void> {
  const file = spoilt(contents, rule);
  const part = rule.noRanges ? undefined : /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  let body = file;
  let status = 200;
  response.setHeader('Accept-Ranges', rule.noRanges ? 'none' : 'bytes');
  if (part) {
    const from = Number(part[1]) + (rule.partLaterBy ?? 0);
    const to = part[2] ? Math.min(Number(part[2]), file.length - 1) : file.length - 1;
    if (from >= file.length) {
      response.setHeader('Content-Range', `bytes */${file.length}`);
      response.writeHead(416).end();
      return;
    }
    status = 206;
    body = file.subarray(from, to + 1);
    response.setHeader('Content-Range', `bytes ${from}-${to}/${file.length}`);
  }
  response.setHeader('Content-Length', body.length);
  response.writeHead(status);
  if (request.method === 'HEAD') response.end();
  else await sendBody(response, body, rule);
}

async function sendBody(response: ServerResponse, body: Uint8Array, rule: RuleForRequest): Promise<void> {
  const { bytesPerSecond, cutAfter, stallAfter, holdsAfter = Infinity } = rule;
  const most = Math.min(body.length, cutAfter ?? Infinity, stallAfter ?? Infinity);
  const atOnce = bytesPerSecond === undefined ? 256 * 1024 : Math.max(1, Math.floor(bytesPerSecond / 50));
  let held = holdsAfter;
  for (let from = 0; from < most && !response.destroyed; ) {
    const piece = body.subarray(from, Math.min(from + atOnce, held, most));
    from += piece.length;
    await new Promise<void>((resolve) => {
      response.once('close', resolve);
      response.write(piece, () => {
        response.off('close', resolve);
        resolve();
      });
    });
    if (bytesPerSecond !== undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    if (from < held) continue;
    held += holdsAfter;
    await rule.mayGoOn();
  }
  if (stallAfter !== undefined) return;
  if (most < body.length) response.destroy();
  else response.end();
}

/** The file with what is wrong with it. */
function spoilt(contents: Uint8Array, { longerBy = 0, wrongBytes }: Misbehaviour): Uint8Array {
  if (longerBy === 0 && !wrongBytes) return contents;
  const file = new Uint8Array(Math.max(0, contents.length + longerBy));
  file.set(contents.subarray(0, file.length));
  if (wrongBytes) file[file.length >> 1]! ^= 1;
  return file;
}
