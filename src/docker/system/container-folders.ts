/** /var/lib/docker/containers: what is kept of each container beside its layers, its log and the files of /etc that are bound into it. */
import { formatRfc3339Nano, printJson } from '../../base/index.ts';
import type { Container, Runtime } from '../../containers/index.ts';
import { wallOf } from '../containers/status-text.ts';
import { PlacedFs, textFile, type Folder, type Place } from './placed-fs.ts';

export class ContainerFolders extends PlacedFs {
  private readonly runtime: Runtime;

  constructor(runtime: Runtime) {
    super(runtime.host);
    this.runtime = runtime;
  }

  protected root(): Folder {
    const containers = this.runtime.list('docker');
    const madeMs = (container: Container): number => wallOf(this.host, container.record.createdMs);
    return {
      entries: new Map(containers.map((container) => [container.id, () => folderOf(container, madeMs(container))])),
      madeMs: Math.max(wallOf(this.host, this.host.bootedMs), ...containers.map(madeMs)),
    };
  }
}

function folderOf(container: Container, madeMs: number): Place {
  const { id, record } = container;
  if (record.status.starts === 0) return { entries: new Map(), madeMs };
  const bound = (container.etc?.mounts ?? []).map(({ fs, from }) => [from!.at(-1)!, () => ({ fs, from: from! })] as const);
  return { entries: new Map<string, () => Place>([...bound, [`${id}-json.log`, () => textFile(logText(container), madeMs, 0o640)]]), madeMs };
}

/** As the driver json-file writes it. */
function logText({ log }: Container): string {
  return log.lines().map((line) => `${printJson({ log: line.text, stream: line.stream, time: formatRfc3339Nano(line.atMs) })}\n`).join('');
}
