/** httpd of busybox: serves the files of a directory, and nothing else. */
import { encodeUtf8, formatHttpDate, type Call, type Door, type Request } from '../../base/index.ts';
import { FileError, readBytes } from '../../files/index.ts';
import { NetError, pause, type Process, type Program } from '../../host/index.ts';
import { cleanPath } from './nginx-answers.ts';

const BLOCK_BYTES = 65_536;

const types: Readonly<Record<string, string>> = {
  css: 'text/css',
  gif: 'image/gif',
  htm: 'text/html',
  html: 'text/html',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
};

const USAGE = `Usage: httpd [-ifv[v]] [-c CONFFILE] [-p [IP:]PORT] [-u USER[:GRP]] [-r REALM] [-h HOME]

Listen for incoming HTTP requests

	-f		Run in foreground
	-v[v]		Verbose
	-p [IP:]PORT	Bind to IP:PORT (default *:80)
	-h HOME		Home directory (default .)
`;

interface Options {
  port: number;
  home: string;
  foreground: boolean;
  verbose: boolean;
}

export const httpd: Program = function* busyboxHttpd(p) {
  const options = optionsOf(p.argv);
  if (typeof options === 'string') {
    yield p.error(`httpd: ${options}\n${USAGE}`);
    return 1;
  }
  const serve: Program = function* server(q) {
    try {
      q.chdir(options.home);
      q.listen({ port: options.port, door: new HomeDoor(q, options) });
    } catch (error) {
      if (error instanceof FileError) yield q.error(`httpd: can't change directory to '${options.home}': ${error.message.slice(error.message.lastIndexOf(': ') + 2)}\n`);
      else if (error instanceof NetError) yield q.error(`httpd: bind: ${error.message.slice(error.message.lastIndexOf(': ') + 2)}\n`);
      else throw error;
      return 1;
    }
    return yield pause();
  };
  if (options.foreground) return yield* serve(p);
  p.spawn(serve, p.argv, { setsid: true, name: 'httpd' });
  return 0;
};

function optionsOf(argv: readonly string[]): Options | string {
  const options: Options = { port: 80, home: '.', foreground: false, verbose: false };
  for (let i = 1; i < argv.length; i++) {
    const arg = argv[i]!;
    if (!/^-[a-z]/.test(arg)) return `unrecognized argument: ${arg}`;
    for (let at = 1; at < arg.length; at++) {
      const letter = arg[at]!;
      if (letter === 'f') options.foreground = true;
      else if (letter === 'v') options.verbose = true;
      else if ('phurc'.includes(letter)) {
        const value = arg.slice(at + 1) || argv[++i];
        if (value === undefined) return `option requires an argument -- '${letter}'`;
        if (letter === 'p') options.port = Number(value.slice(value.lastIndexOf(':') + 1));
        if (letter === 'h') options.home = value;
        break;
      } else return `invalid option -- '${letter}'`;
    }
  }
  return Number.isInteger(options.port) && options.port > 0 ? options : 'bad port';
}

class HomeDoor implements Door {
  private readonly process: Process;
  private readonly options: Options;

  constructor(process: Process, options: Options) {
    this.process = process;
    this.options = options;
  }

  open(request: Request, call: Call): void {
    const status = this.answer(request, call);
    if (this.options.verbose) this.process.fds.get(2)?.write(encodeUtf8(`${request.peer.address}: response:${status}\n`));
  }

  private answer(request: Request, call: Call): number {
    const path = cleanPath(request.path);
    if (path === undefined) return this.refuse(call, 400, 'Bad Request');
    if (request.method !== 'GET' && request.method !== 'HEAD') return this.refuse(call, 501, 'Not Implemented');
    const { files } = this.process;
    try {
      let file = `.${path}`;
      if (files.stat(file).kind === 'dir') {
        if (!path.endsWith('/')) {
          call.head(302, { location: `${path}/`, connection: 'close' });
          call.end();
          return 302;
        }
        file += 'index.html';
      }
      const content = files.content(file);
      const { mtimeMs } = files.stat(file);
      const type = types[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
      call.head(200, { date: formatHttpDate(this.process.host.wallMs), connection: 'close', 'content-type': type, 'last-modified': formatHttpDate(mtimeMs), 'content-length': String(content.size) });
      for (let at = 0; request.method === 'GET' && at < content.size; at += BLOCK_BYTES) call.write(readBytes(content, at, BLOCK_BYTES));
      call.end();
      return 200;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return error.code === 'EACCES' ? this.refuse(call, 403, 'Forbidden') : this.refuse(call, 404, 'Not Found');
    }
  }

  private refuse(call: Call, status: number, title: string): number {
    const words: Readonly<Record<number, string>> = { 400: 'Unsupported method', 403: '', 404: 'The requested URL was not found', 501: 'The requested method is not recognized' };
    const page = encodeUtf8(`<HTML><HEAD><TITLE>${status} ${title}</TITLE></HEAD>\n<BODY><H1>${status} ${title}</H1>\n${words[status] ?? ''}\n</BODY></HTML>\n`);
    call.head(status, { date: formatHttpDate(this.process.host.wallMs), connection: 'close', 'content-type': 'text/html', 'content-length': String(page.length) });
    call.write(page);
    call.end();
    return status;
  }
}
