/** Signals: their numbers on Linux, and what each does to a process that has made no arrangement for it. */

const table = {
  SIGHUP: [1, 'terminate'],
  SIGINT: [2, 'terminate'],
  SIGQUIT: [3, 'terminate'],
  SIGILL: [4, 'terminate'],
  SIGTRAP: [5, 'terminate'],
  SIGABRT: [6, 'terminate'],
  SIGBUS: [7, 'terminate'],
  SIGFPE: [8, 'terminate'],
  SIGKILL: [9, 'terminate'],
  SIGUSR1: [10, 'terminate'],
  SIGSEGV: [11, 'terminate'],
  SIGUSR2: [12, 'terminate'],
  SIGPIPE: [13, 'terminate'],
  SIGALRM: [14, 'terminate'],
  SIGTERM: [15, 'terminate'],
  SIGSTKFLT: [16, 'terminate'],
  SIGCHLD: [17, 'ignore'],
  SIGCONT: [18, 'continue'],
  SIGSTOP: [19, 'stop'],
  SIGTSTP: [20, 'stop'],
  SIGTTIN: [21, 'stop'],
  SIGTTOU: [22, 'stop'],
  SIGURG: [23, 'ignore'],
  SIGXCPU: [24, 'terminate'],
  SIGXFSZ: [25, 'terminate'],
  SIGVTALRM: [26, 'terminate'],
  SIGPROF: [27, 'terminate'],
  SIGWINCH: [28, 'ignore'],
  SIGIO: [29, 'terminate'],
  SIGPWR: [30, 'terminate'],
  SIGSYS: [31, 'terminate'],
} as const satisfies Record<string, readonly [number, DefaultAction]>;

export type DefaultAction = 'terminate' | 'ignore' | 'stop' | 'continue';
export type Signal = keyof typeof table;

/** What a process has arranged. A handler that answers 'interrupt' makes the system call under way fail with EINTR. */
export type SignalHandler = (signal: Signal) => 'interrupt' | void;
export type Disposition = SignalHandler | 'ignore' | 'default';

const byNumber = new Map<number, Signal>();
for (const [name, [number]] of Object.entries(table)) byNumber.set(number, name as Signal);

/** In the order of their numbers. */
export const signalNames: readonly Signal[] = [...byNumber.values()];

export function signalNumber(signal: Signal): number {
  return table[signal][0];
}

export function defaultAction(signal: Signal): DefaultAction {
  return table[signal][1];
}

/** From a number, `TERM`, `sigterm` or `SIGTERM`; undefined when there is no such signal. */
export function parseSignal(text: string): Signal | undefined {
  if (/^\d+$/.test(text)) return byNumber.get(Number(text));
  const upper = text.toUpperCase();
  const name = upper.startsWith('SIG') ? upper : `SIG${upper}`;
  if (name === 'SIGIOT') return 'SIGABRT';
  if (name === 'SIGCLD') return 'SIGCHLD';
  if (name === 'SIGPOLL') return 'SIGIO';
  return Object.hasOwn(table, name) ? (name as Signal) : undefined;
}
