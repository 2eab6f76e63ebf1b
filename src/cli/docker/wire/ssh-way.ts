/** The way to the daemon of another machine: for each request an ssh that runs `docker system dial-stdio` there, with the request for its input. */
import { Listener, SinkFile, type Process, type Target } from '../../../host/index.ts';
import { decodeUtf8 } from '../../../base/index.ts';

export interface SshPlace {
  readonly host: string;
  readonly user?: string;
  readonly port?: string;
  readonly socket?: string; // the daemon's there, where it is not the usual one
}

export class SshWay {
  readonly target: Target;
  private readonly p: Process;
  private readonly argv: readonly string[];
  private readonly listener: Listener;
  private complaints = '';
  private code: number | undefined;

  constructor(p: Process, { host, user, port, socket }: SshPlace) {
    this.p = p;
    const far = ['docker', ...(socket === undefined ? [] : ['--host', `unix://${socket}`]), 'system', 'dial-stdio'];
    this.argv = ['ssh', '-o', 'ConnectTimeout=30', '-T', ...(user === undefined ? [] : ['-l', user]), ...(port === undefined ? [] : ['-p', port]), '--', host, ...far];
    this.listener = new Listener(p, {}, 0);
    this.target = { listener: this.listener };
    this.await();
  }

  /** Why there was no answer; undefined while no ssh has failed. */
  get failure(): string | undefined {
    if (!this.code) return undefined;
    return `command [${this.argv.join(' ')}] has exited with exit status ${this.code}, make sure the URL is valid, and Docker 18.09 or later is installed on the remote host: stderr=${this.complaints}`;
  }

  private await(): void {
    this.listener.onOffer(() => {
      const socket = this.listener.take();
      if (socket) {
        const complaints = new SinkFile('pipe:[ssh]', (bytes) => void (this.complaints += decodeUtf8(bytes)));
        this.p.spawn('/usr/bin/ssh', this.argv, { fds: [socket, socket, complaints], setsid: true, reapsChildren: true, onExit: ({ code }) => (this.code = code) });
      }
      this.await();
    });
  }
}
