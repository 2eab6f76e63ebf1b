/** What nginx answers: the place in the files that a path means, and the pages it makes itself. */
import { civilTime, encodeUtf8, formatHttpDate, monthName } from '../../base/index.ts';

export const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Moved Temporarily',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

/** The page that stands for a status when there is no file for it. */
export function builtInPage(status: number, version: string): Uint8Array {
  const title = `${status} ${reasons[status] ?? ''}`.trim();
  const lines = ['<html>', `<head><title>${title}</title></head>`, '<body>', `<center><h1>${title}</h1></center>`, `<hr><center>nginx/${version}</center>`, '</body>', '</html>', ''];
  return encodeUtf8(lines.join('\r\n'));
}

/** A listing of a directory. */
export function indexPage(path: string, entries: readonly { readonly name: string; readonly isDir: boolean; readonly size: number; readonly mtimeMs: number }[]): Uint8Array {
  const rows = entries.map(({ name, isDir, size, mtimeMs }) => {
    const shown = `${name}${isDir ? '/' : ''}`;
    const t = civilTime(mtimeMs);
    const time = `${two(t.day)}-${monthName(t.month)}-${t.year} ${two(t.hour)}:${two(t.minute)}`;
    return `<a href="${encodeURIComponent(name)}${isDir ? '/' : ''}">${escapeHtml(shown)}</a>${' '.repeat(Math.max(1, 51 - shown.length))}${time} ${(isDir ? '-' : String(size)).padStart(19)}`;
  });
  const head = `<html>\r\n<head><title>Index of ${escapeHtml(path)}</title></head>\r\n<body>\r\n<h1>Index of ${escapeHtml(path)}</h1><hr><pre><a href="../">../</a>\r\n`;
  return encodeUtf8(`${head}${rows.map((row) => `${row}\r\n`).join('')}</pre><hr></body>\r\n</html>\r\n`);
}

/** The path without escapes, "." and ".."; undefined when it leads out of the root or is no path. */
export function cleanPath(path: string): string | undefined {
  const names: string[] = [];
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0')) return undefined;
  for (const name of decoded.split('/')) {
    if (name === '..') {
      if (names.pop() === undefined) return undefined;
    } else if (name !== '' && name !== '.') names.push(name);
  }
  const end = /\/\.{0,2}$/.test(decoded) && names.length > 0 ? '/' : '';
  return `/${names.join('/')}${end}`;
}

export function fileHeaders(size: number, mtimeMs: number, type: string): Record<string, string> {
  const seconds = Math.floor(mtimeMs / 1000);
  return {
    'content-type': type,
    'content-length': String(size),
    'last-modified': formatHttpDate(mtimeMs),
    etag: `"${seconds.toString(16)}-${size.toString(16)}"`,
    'accept-ranges': 'bytes',
  };
}

/** 02/Mar/2026:09:00:00 +0000 */
export function accessTime(wallMs: number): string {
  const t = civilTime(wallMs);
  return `${two(t.day)}/${monthName(t.month)}/${t.year}:${two(t.hour)}:${two(t.minute)}:${two(t.second)} +0000`;
}

/** 2026/03/02 09:00:00 */
export function errorTime(wallMs: number): string {
  const t = civilTime(wallMs);
  return `${t.year}/${two(t.month)}/${two(t.day)} ${two(t.hour)}:${two(t.minute)}:${two(t.second)}`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
