/**
 * What a server would answer to this request for a file that is kept whole: all of it, its headers (`HEAD`), or a range. The
 * file's own headers stay, those that isolate the page included.
 */
export async function answerFrom(whole: Response, request: Request): Promise<Response> {
  if (request.method === 'HEAD') return new Response(null, { status: 200, headers: whole.headers });
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') ?? '');
  if (!asked) return whole;
  const body = await whole.blob();
  const start = Number(asked[1]);
  const end = asked[2] === '' ? body.size : Math.min(Number(asked[2]) + 1, body.size);
  const headers = new Headers(whole.headers);
  if (start >= end) {
    headers.set('Content-Range', `bytes */${body.size}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set('Content-Range', `bytes ${start}-${end - 1}/${body.size}`);
  headers.set('Content-Length', String(end - start));
  return new Response(body.slice(start, end), { status: 206, statusText: 'Partial Content', headers });
}
