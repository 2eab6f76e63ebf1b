/** Starts a real client as its user would, and waits for what it prints and how it ends. */
import { spawn } from 'node:child_process';

export interface Ran {
  readonly code: number | null;
  readonly text: string;
}

export function runClient(path: string, args: readonly string[], cwd: string): Promise<Ran> {
  return new Promise((done) => {
    const process = spawn(path, args, { cwd, env: { KUBECONFIG: '/dev/null', HOME: cwd, PATH: '/usr/bin:/bin' } });
    let text = '';
    process.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    process.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    process.on('close', (code) => done({ code, text: text.trim() }));
  });
}
