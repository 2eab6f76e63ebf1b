/** What echo prints for its arguments, in each of its dialects. */
import { unescape } from './escapes.ts';

export function echoText(args: readonly string[], dialect: 'bash' | 'dash' | 'ash'): string {
  let i = 0;
  let newline = true;
  let escapes = dialect === 'dash';
  for (; i < args.length; i++) {
    const arg = args[i]!;
    if (dialect === 'dash' ? arg !== '-n' : !/^-[neE]+$/.test(arg)) break;
    if (arg.includes('n')) newline = false;
    if (dialect === 'dash') {
      i++;
      break;
    }
    for (const letter of arg.slice(1)) if (letter !== 'n') escapes = letter === 'e';
  }
  const text = args.slice(i).join(' ');
  if (!escapes) return newline ? `${text}\n` : text;
  const { text: unescaped, stopped } = unescape(text, 'echo');
  return newline && !stopped ? `${unescaped}\n` : unescaped;
}
