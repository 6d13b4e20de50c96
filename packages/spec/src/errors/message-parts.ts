import type { SettingSpelling } from './setting-spelling.ts';

/** A piece of a message: text, or a setting that each reader has spelled in a way of their own. */
export type MessagePart = string | { readonly setting: string; readonly value?: string | number | undefined };

// Two characters that Unicode keeps for the use within a program: no text has them.
const placeholder = /\uFDD0(\d+)\uFDD1/;

/** The pieces of a message that names settings; undefined where it names none. */
export function messagePartsOf(
  messageIn: (spell: SettingSpelling) => string,
): readonly MessagePart[] | undefined {
  const settings: MessagePart[] = [];
  const message = messageIn((setting, value) => {
    settings.push({ setting, value });
    return `\uFDD0${settings.length - 1}\uFDD1`;
  });
  // Split by a pattern with a group, every second piece is the number of a setting.
  const pieces = message.split(placeholder);
  if (pieces.length === 1) return undefined;
  return pieces
    .map((piece, i) => (i % 2 === 0 ? piece : (settings[Number(piece)] ?? piece)))
    .filter((part) => part !== '');
}

/** The message that these pieces make. */
export function joinMessageParts(parts: readonly MessagePart[], spell: SettingSpelling): string {
  return parts.map((part) => (typeof part === 'string' ? part : spell(part.setting, part.value))).join('');
}
