/** What the runtime refuses, in its own words: containerd's, and below it runc's, which both front ends hand on. */

export type RefusalKind =
  | 'not-found' // no such container, image or user
  | 'state' // not in a state for it
  | 'command-not-found' // exit status 127
  | 'command-refused' // exit status 126
  | 'mount'
  | 'unavailable'; // the daemon does not run

export class RuntimeError extends Error {
  override name = 'RuntimeError';
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, message: string) {
    super(message);
    this.kind = kind;
  }

  /** What a shell reports of a command that could not be started. */
  get exitCode(): number {
    if (this.kind === 'command-not-found') return 127;
    return this.kind === 'command-refused' ? 126 : 128;
  }
}

/** Docker puts "failed to create task for container: " before it, containerd "failed to create containerd task: ". */
export function startRefusal(kind: RefusalKind, detail: string): RuntimeError {
  return new RuntimeError(kind, `failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${detail}: unknown`);
}

export function execRefusal(kind: RefusalKind, detail: string): RuntimeError {
  return new RuntimeError(kind, `OCI runtime exec failed: exec failed: unable to start container process: ${detail}: unknown`);
}
