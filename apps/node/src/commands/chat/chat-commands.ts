import { InvalidArgumentError } from 'commander';
import { type Conversation, savedChat } from './conversation.ts';

interface ChatCommand {
  readonly usage: string;
  readonly does: string;
  readonly run: (argument: string, conversation: Conversation) => Promise<'end' | undefined>;
}

/** What can be said beside questions, by the first word. */
const commands: Readonly<Record<string, ChatCommand>> = {
  '/help': {
    usage: '/help',
    does: 'these commands',
    run: async (_, { output }) => {
      const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length));
      const lines = Object.values(commands).map(({ usage, does }) => `  ${usage.padEnd(width)}  ${does}`);
      output.remark(['Everything else is a question.', ...lines].join('\n'));
      return undefined;
    },
  },
  '/history': {
    usage: '/history',
    does: 'the questions and answers so far',
    run: async (_, { chat, output, json }) => {
      const { history } = chat;
      if (json) output.result(`${JSON.stringify({ history })}\n`);
      else if (history.length === 0) output.remark('Nothing was asked yet.');
      for (const turn of json ? [] : history) {
        output.result(turn.role === 'user' ? `> ${turn.question.text}\n` : `${turn.text.trim()}\n`);
      }
      return undefined;
    },
  },
  '/reset': {
    usage: '/reset',
    does: 'forgets them; the video and the system prompt stay',
    run: async (_, conversation) => {
      await conversation.chat.dispose();
      conversation.chat = conversation.begin();
      conversation.output.remark('The conversation begins anew.');
      return undefined;
    },
  },
  '/save': {
    usage: '/save FILE',
    does: 'keeps them in a file, for --history (default: that of --save)',
    run: async (argument, conversation) => {
      const path = argument || conversation.savePath;
      if (path === undefined) throw new InvalidArgumentError('Found /save alone, expected /save FILE.');
      await conversation.files.write(path, savedChat(conversation));
      conversation.output.remark(`Saved in ${path}.`);
      return undefined;
    },
  },
  '/exit': { usage: '/exit', does: 'ends the conversation, as Ctrl-D does', run: async () => 'end' },
};

/**
 * Does what a line beginning with a slash asks for.
 *
 * @returns `end` where the conversation is over.
 * @throws InvalidArgumentError when there is no such command; what the command throws.
 */
export async function runChatCommand(line: string, conversation: Conversation): Promise<'end' | undefined> {
  const [name = '', argument = ''] = line.split(/\s+(.*)/s);
  const command = commands[name];
  if (!command) {
    const expected = Object.keys(commands).join(', ');
    throw new InvalidArgumentError(`Found "${name}", expected a question, or one of ${expected}.`);
  }
  return command.run(argument.trim(), conversation);
}
