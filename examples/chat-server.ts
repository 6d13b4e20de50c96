import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { type EarlierTurn, isSlowFastError, openAssistant } from 'slowfast-llava';

// Answers questions about one video and remembers nobody: each request brings its conversation and takes it away again.
//   node chat-server.ts clip.mp4
//   curl -d '{"question": "What shape appears?"}' http://127.0.0.1:PORT

interface ChatRequest {
  readonly question: string;
  readonly history?: readonly EarlierTurn[];
}

await using assistant = await openAssistant({ system: process.env.SYSTEM });
await using video = await assistant.watch(process.argv[2] ?? 'clip.mp4');
const server = createServer(async (request, response) => {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const reply = (status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  try {
    const { question, history } = (await json(request)) as ChatRequest;
    await using chat = video.chat({ history });
    const { answer, usage, notices } = await chat.ask(question, { signal: gone.signal }).result();
    reply(200, { answer, usage, notices, history: chat.history });
  } catch (error) {
    if (gone.signal.aborted) return;
    const isTheirs = error instanceof SyntaxError || (isSlowFastError(error) && error.isUsage);
    reply(isTheirs ? 400 : 500, { error: String(error) });
  }
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(server.address()));
await new Promise((resolve) => process.once('SIGTERM', resolve));
server.close();
server.closeAllConnections();
