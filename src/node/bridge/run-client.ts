/** Starts a real client as its user would, and waits for what it prints and how it ends. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ran>;
}

export function runClient(path: string, args: readonly string[], cwd: string): Running {
  const process = spawn(path, args, { cwd, env: { KUBECONFIG: '/dev/null', HOME: cwd, PATH: '/usr/bin:/bin' } });
  let stdout = '';
  let stderr = '';
  process.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  process.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ran>((done) => void process.on('close', (code) => done({ code, stdout, stderr })));
  return { process, ended };
}
