/** PS1 and PS2: backslash escapes first, then the expansions of a double-quoted text. */
import { formatDate } from '../language/date-format.ts';
import { textPieces } from '../language/word-pieces.ts';
import { logicalPath } from '../builtins/change-directory.ts';
import { userName } from '../accounts.ts';
import { feed } from './expand-word.ts';
import type { Run, Shell } from './shell.ts';
import { TextSink } from './sinks.ts';

export function* promptText(sh: Shell, name: 'PS1' | 'PS2'): Run<string> {
  const template = sh.variables.get(name) ?? (name === 'PS2' ? '> ' : defaultPrompt(sh));
  return yield* expandPrompt(sh, template);
}

/** Also for PS4 and ${x@P}. */
export function* expandPrompt(sh: Shell, template: string): Run<string> {
  const text = sh.flavour === 'dash' ? template : decode(sh, template);
  if (!/[$`]/.test(text) || /^[^$`]*\$ ?$/.test(text)) return text;
  const sink = new TextSink();
  const { status } = sh;
  yield* feed(sh, textPieces(text), sink, false);
  sh.status = status;
  return sink.text;
}

export function defaultPrompt(sh: Shell): string {
  if (sh.flavour === 'bash') return '\\s-\\v\\$ ';
  if (sh.flavour === 'ash') return '\\w \\$ ';
  return sh.p.seenUid === 0 ? '# ' : '$ ';
}

function decode(sh: Shell, template: string): string {
  return template.replace(/\\(\[|\]|[0-7]{3}|D\{[^}]*\}|[\s\S])/g, (whole, code: string) => {
    if (/^[0-7]{3}$/.test(code)) return String.fromCharCode(parseInt(code, 8));
    if (code.startsWith('D{')) return formatDate(code.slice(2, -1) || '%H:%M:%S', sh.p.host.wallMs);
    return escape(sh, code) ?? whole;
  });
}

function escape(sh: Shell, code: string): string | undefined {
  const { p } = sh;
  const host = p.namespaces.uts.hostname;
  const date = (format: string) => formatDate(format, p.host.wallMs);
  switch (code) {
    case 'u':
      return userName(p.files, p.seenUid);
    case 'h':
      return host.split('.')[0]!;
    case 'H':
      return host;
    case 'w':
      return shortPath(sh);
    case 'W': {
      const path = shortPath(sh);
      return path === '/' || path === '~' ? path : path.slice(path.lastIndexOf('/') + 1);
    }
    case '$':
      return p.seenUid === 0 ? '#' : '$';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 'e':
      return '\x1b';
    case 'a':
      return '\x07';
    case '[':
    case ']':
      return '';
    case '\\':
      return '\\';
    case 's':
      return sh.name.slice(sh.name.lastIndexOf('/') + 1);
    case 'v':
      return '5.2';
    case 'V':
      return '5.2.15';
    case 'j':
      return String(sh.jobs.jobs.length);
    case 't':
      return date('%H:%M:%S');
    case 'T':
      return date('%I:%M:%S');
    case '@':
      return date('%I:%M %p');
    case 'A':
      return date('%H:%M');
    case 'd':
      return date('%a %b %d');
    case '!':
    case '#':
      return String(sh.history.length + 1);
    default:
      return undefined;
  }
}

/** The working directory with ~ for the home. */
function shortPath(sh: Shell): string {
  const path = logicalPath(sh);
  const home = sh.variables.get('HOME');
  if (!home || home === '/') return path;
  return path === home ? '~' : path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
