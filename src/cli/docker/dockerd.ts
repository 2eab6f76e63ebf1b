/** dockerd typed by hand: the machine's engine in the foreground, unless it runs already. What it does is the unit's own program. */
import { formatRfc3339Nano } from '../../base/index.ts';
import type { Process, Program } from '../../host/index.ts';

const UNIT = 'docker';

/** `version` as --version tells it. */
export function makeDockerd(version: string): Program {
  return function* dockerd(p) {
    const words = p.argv.slice(1);
    if (words.includes('--version') || words.includes('-v')) {
      yield p.print(`Docker version ${version}\n`);
      return 0;
    }
    const given = words.find((word) => word !== '--debug' && word !== '-D');
    if (given !== undefined) {
      yield p.error(given.startsWith('-') ? `unknown flag: ${given}\nSee 'dockerd --help'.\n` : `"dockerd" accepts no arguments.\nSee 'dockerd --help'.\n\nUsage:  dockerd [OPTIONS]\n\nA self-sufficient runtime for containers.\n`);
      return given.startsWith('-') ? 125 : 1;
    }
    if (p.uid !== 0) {
      yield p.error('dockerd needs to be started with root privileges. To run dockerd in rootless mode as an unprivileged user, see https://docs.docker.com/go/rootless/\n');
      return 1;
    }
    const { init } = p.host;
    const running = init.mainProcess(UNIT);
    const program = init.own.get(UNIT)?.program;
    yield p.error(log(p, 'Starting up'));
    if (running || !program) {
      yield p.error(`failed to start daemon, ensure docker is not running or delete /var/run/docker.pid: process with PID ${running?.pid ?? p.pid} is still running\n`);
      return 1;
    }
    yield p.error(`${log(p, 'Daemon has completed initialization')}${log(p, 'API listen on /var/run/docker.sock')}`);
    return yield* program(p);
  };
}

function log(p: Process, words: string): string {
  return `INFO[${formatRfc3339Nano(p.host.wallMs)}] ${words}\n`;
}
