import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { modelFolder } from '@slowfast/tiny-model';
import type { Turn } from 'slowfast-llava';
import { expect, test } from 'vitest';

const clip = fileURLToPath(new URL('clips/circle.mp4', modelFolder));
const program = fileURLToPath(new URL('chat-server.ts', import.meta.url));

test('a server goes on with a conversation that it does not remember', async () => {
  const server = spawn(process.execPath, [program, clip], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [printed] = await once(server.stdout, 'data');
    const [, port] = /port: (\d+)/.exec(String(printed))!;
    const ask = async (body: object) => {
      const response = await fetch(`http://127.0.0.1:${port}`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      return { status: response.status, ...(await response.json()) };
    };
    const first = await ask({ question: 'What shape appears?' });
    expect(first).toMatchObject({ status: 200, answer: 'circle', notices: [] });
    const second = await ask({ question: 'Where does it go?', history: first.history });
    expect(second).toMatchObject({ status: 200, answer: 'to the right' });
    expect(second.usage.promptTokens).toBeGreaterThan(first.usage.promptTokens);
    expect(second.history.map(({ role }: Turn) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
    expect(await ask({ question: 'Why?', history: [{ role: 'user', content: 'What?' }] })).toMatchObject({
      status: 400,
      error: expect.stringContaining('history'),
    });
  } finally {
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
  }
  expect(server.exitCode).toBe(0);
});
