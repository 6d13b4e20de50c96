import {
  InvalidSettingError,
  ModelUnsupportedError,
  type PromptPart,
  type PromptTemplate,
  type Question,
  type RenderedPrompt,
  type RenderOptions,
  type TimestampForm,
  type Turn,
} from '@slowfast/spec';
import { type ChatMessage, chatTemplate, type RenderChat } from './chat-template.ts';
import { type InstructionText, instructionText } from './instruction-text.ts';
import { createMarkers, type Markers } from './marker.ts';
import { mergeControl, splitAtImageToken, surroundVideo } from './prompt-parts.ts';
import { questionParts } from './question-parts.ts';
import { textHash } from './text-hash.ts';
import { defaultTimestamps, withTimes } from './video-with-times.ts';

/** What a chat prompt template is made of. */
export interface ChatPromptTemplateOptions {
  /** The checkpoint's Jinja text. */
  readonly chatTemplate: string;
  /** Named special tokens that templates refer to, e.g. `{ bos_token: '<s>' }`. */
  readonly specialTokens?: Readonly<Record<string, string>> | undefined;
  /** Text of the placeholder that the template writes for an image. */
  readonly imageToken: string;
  /** Text of special tokens that the model expects around an image's own; none if absent. */
  readonly aroundImage?: { readonly before: string; readonly after: string } | undefined;
  /** How the times of frames are written; {@link defaultTimestamps} if absent. */
  readonly timestamps?: TimestampForm | undefined;
  /** A system prompt, in front of the conversation, unless rendering is told another; none if absent. It can't spell control tokens. */
  readonly system?: string | undefined;
  /** Parts of the instruction text to replace. */
  readonly instructions?: Partial<InstructionText> | undefined;
  /** Texts that end an answer besides the model's end tokens; none if absent. */
  readonly stopStrings?: readonly string[] | undefined;
  /** How the model is best asked for a yes or a no; `options` if absent. */
  readonly booleanQuestions?: PromptTemplate['booleanQuestions'];
}

/** How a template takes a message with an image: as a list of parts, or as a text in which the placeholder is written. */
type ContentStyle = 'parts' | 'text';

const videoPiece: readonly PromptPart[] = [{ type: 'video' }];
const videoIndex = 0;
const answerIndex = 1;
const systemIndex = 2;
const firstTurnIndex = 3;

/**
 * The prompt template of a checkpoint: its own Jinja chat template around our instruction text, which stands in the first
 * turn only. Words of users and earlier answers become `text` parts, all else `control`.
 *
 * @throws ModelInvalidError when the chat template can't be parsed or fails.
 * @throws ModelUnsupportedError when it renders no image in any of the known ways.
 * @throws InvalidSettingError when the instructions are not texts, or there is a system prompt and the chat template has no such
 * role.
 */
export function chatPromptTemplate(options: ChatPromptTemplateOptions): PromptTemplate {
  const { chatTemplate: templateText, specialTokens = {}, imageToken, stopStrings = [] } = options;
  const { aroundImage = { before: '', after: '' }, timestamps = defaultTimestamps } = options;
  const instructions = instructionText(options.instructions ?? {}, imageToken);
  const renderChat = chatTemplate(templateText, specialTokens);
  const markers = createMarkers(templateText);
  const style = contentStyle(renderChat, markers, imageToken);
  const ownSystem = options.system?.trim() ?? '';
  const systemMessage = message(markers, style, 'system', systemIndex, false);
  let hasSystemRole = false;
  /** The system prompt as messages, once it is sure that the template has that role. */
  const systemMessages = (system: string) => {
    if (system === '') return [];
    if (!hasSystemRole) requireSystemRole(renderChat, markers, style, systemMessage, imageToken);
    hasSystemRole = true;
    return [systemMessage];
  };
  systemMessages(ownSystem);

  function render(turns: readonly Turn[], options: RenderOptions = {}): RenderedPrompt {
    const last = requireTurns(turns);
    const { timed } = options;
    const system = options.system?.trim() ?? ownSystem;
    const pieces: readonly (readonly PromptPart[])[] = [
      videoPiece,
      [],
      [{ type: 'text', text: system }],
      ...turns.map((turn, i): readonly PromptPart[] =>
        turn.role === 'user'
          ? questionParts(turn.question, instructions, i === 0)
          : [{ type: 'text', text: turn.text.trim() }],
      ),
    ];
    const messages = [
      ...systemMessages(system),
      ...turns.map((turn, i) => message(markers, style, turn.role, firstTurnIndex + i, i === 0)),
    ];
    const answerStart = last.options
      ? instructions.multipleChoiceAnswerStart
      : instructions.openEndedAnswerStart;
    const rendered = withAnswerOpened(renderChat, markers, style, messages, answerStart !== '');
    const { parts: replaced, found } = markers.replace(rendered, pieces);
    const parts = splitAtImageToken(replaced, imageToken);
    requireShown(parts, found.includes(pieces.length - 1), imageToken);
    const shown = timed
      ? withTimes(parts, timed, timestamps, aroundImage)
      : surroundVideo(parts, aroundImage);
    const whole = [...shown, { type: 'control', text: answerStart } as const];
    return { parts: mergeControl(whole), answerStart };
  }

  return {
    id: `chat-${textHash(JSON.stringify([templateText, specialTokens, imageToken, aroundImage, timestamps, instructions, stopStrings, ...(ownSystem === '' ? [] : [ownSystem])]))}`,
    stopStrings,
    booleanQuestions: options.booleanQuestions,
    writesTimes: true,
    render,
  };
}

function message(
  markers: Markers,
  style: ContentStyle,
  role: ChatMessage['role'],
  index: number,
  showsVideo: boolean,
): ChatMessage {
  const text = markers.mark(index);
  if (style === 'text') return { role, content: showsVideo ? `${markers.mark(videoIndex)}\n${text}` : text };
  return { role, content: [...(showsVideo ? [{ type: 'image' as const }] : []), { type: 'text', text }] };
}

/**
 * The prompt up to where the answer goes. A forced start stands where the template would put an answer, which tells whether
 * a space belongs in front of it.
 */
function withAnswerOpened(
  renderChat: RenderChat,
  markers: Markers,
  style: ContentStyle,
  messages: readonly ChatMessage[],
  isForced: boolean,
): string {
  const opened = renderChat(messages, { addGenerationPrompt: true });
  if (!isForced) return opened;
  const answer = message(markers, style, 'assistant', answerIndex, false);
  const answered = renderChat([...messages, answer], { addGenerationPrompt: false });
  const upToAnswer = answered.slice(0, Math.max(0, answered.indexOf(markers.mark(answerIndex))));
  return upToAnswer.startsWith(opened.trimEnd()) ? upToAnswer : opened;
}

/** Finds out by rendering a question how the template wants an image. */
function contentStyle(renderChat: RenderChat, markers: Markers, imageToken: string): ContentStyle {
  let failure: unknown;
  for (const style of ['parts', 'text'] as const) {
    try {
      const rendered = renderChat([message(markers, style, 'user', firstTurnIndex, true)], {
        addGenerationPrompt: true,
      });
      const { parts, found } = markers.replace(rendered, [videoPiece, [], [], []]);
      requireShown(splitAtImageToken(parts, imageToken), found.includes(firstTurnIndex), imageToken);
      return style;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Finds out by rendering one whether the template writes a system prompt, and the question with it. */
function requireSystemRole(
  renderChat: RenderChat,
  markers: Markers,
  style: ContentStyle,
  systemMessage: ChatMessage,
  imageToken: string,
): void {
  const refuse = (cause?: unknown) =>
    new InvalidSettingError(
      {
        setting: 'system',
        found: 'given',
        expected: 'none for this model, whose chat template has no system role',
      },
      { cause },
    );
  try {
    const messages = [systemMessage, message(markers, style, 'user', firstTurnIndex, true)];
    const rendered = renderChat(messages, { addGenerationPrompt: true });
    const { parts, found } = markers.replace(rendered, [videoPiece, [], [], []]);
    requireShown(splitAtImageToken(parts, imageToken), found.includes(firstTurnIndex), imageToken);
    if (found.includes(systemIndex)) return;
  } catch (cause) {
    throw refuse(cause);
  }
  throw refuse();
}

/** A template may drop earlier turns, but neither the video nor the question. */
function requireShown(parts: readonly PromptPart[], isAsked: boolean, imageToken: string): void {
  const videos = parts.filter((part) => part.type === 'video').length;
  if (isAsked && videos === 1) return;
  const found = `a chat template that writes ${imageToken} ${videos} times${isAsked ? '' : ' and leaves the question out'}`;
  throw new ModelUnsupportedError({
    place: 'the chat template',
    found,
    expected: 'one that shows image and question',
  });
}

/** The last question, once it is sure that users and answers take turns. */
function requireTurns(turns: readonly Turn[]): Question {
  const isRight = turns.every((turn, i) => turn.role === (i % 2 === 0 ? 'user' : 'assistant'));
  const last = turns.at(-1);
  if (isRight && last?.role === 'user') return last.question;
  const found = turns.map((turn) => turn.role).join(', ') || 'empty';
  throw new InvalidSettingError({
    setting: 'turns',
    found,
    expected: 'user and assistant in turns, the last a user',
  });
}
