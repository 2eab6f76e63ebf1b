/** What the parts of ip share: one call of it, and the ways in which it complains. */
import { write, type NetNamespace } from '../../host/index.ts';
import type { ErrorCode } from '../../files/index.ts';
import { bytesOfText } from '../language/byte-text.ts';
import type { ToolCall, ToolRun } from '../tool/tool.ts';
import { attempted, strerror } from './words.ts';

export interface IpCall {
  readonly call: ToolCall;
  readonly space: NetNamespace;
  /** Those behind the object. */
  readonly words: readonly string[];
  readonly brief: boolean;
  /** Each record on a line of its own. */
  readonly oneline: boolean;
  /** Only what has to do with addresses of version 4. */
  readonly four: boolean;
  /** With what went over the devices. */
  readonly counts: boolean;
  /** With what the kernel knows of a device beyond its state. */
  readonly details: boolean;
  readonly json: 'line' | 'pretty' | undefined;
}

export const KERNEL_REFUSED = 2;

export function* say(message: string, code = 1): ToolRun {
  yield write(2, bytesOfText(`${message}\n`));
  return code;
}

/** Does it; what the kernel answers instead is said as netlink's users say it. */
export function* asked(act: () => void, special: Readonly<Partial<Record<ErrorCode, string>>> = {}): ToolRun {
  const refused = attempted(act);
  if (!refused) return 0;
  return yield* say(special[refused] ?? `RTNETLINK answers: ${strerror(refused)}`, KERNEL_REFUSED);
}

/** "dev X", "via A" in any order; the first word that belongs to none is the object itself. */
export function wordsAfter(words: readonly string[], keys: readonly string[]): { readonly plain: readonly string[]; readonly named: ReadonlyMap<string, string> } {
  const plain: string[] = [];
  const named = new Map<string, string>();
  for (let i = 0; i < words.length; i++) {
    if (keys.includes(words[i]!)) named.set(words[i]!, words[++i] ?? '');
    else plain.push(words[i]!);
  }
  return { plain, named };
}
