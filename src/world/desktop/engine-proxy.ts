/**
 * The socket of the Mac: requests are passed on to the engine in the machine. Paths of the Mac that are to be mounted become those that
 * its folders have over there, and a port that is taken on the Mac is refused before the engine opens it in the machine.
 */
import { decodeUtf8, encodeUtf8, isJsonObject, JsonError, parseJson, printJson, type Call, type Door, type Json, type JsonObject, type Request } from '../../base/index.ts';
import { machineCode, type Process } from '../../host/index.ts';
import { ENGINE, type PublishedPorts } from './published-ports.ts';

const SHARED = ['/Users', '/Volumes', '/private', '/tmp', '/var/folders'];

class MountDenied extends Error {}

export class EngineProxy implements Door {
  private readonly mac: Process;
  private readonly bridge: Process;
  private readonly ports: PublishedPorts;

  constructor(mac: Process, bridge: Process, ports: PublishedPorts) {
    this.mac = mac;
    this.bridge = bridge;
    this.ports = ports;
  }

  open(request: Request, call: Call): void {
    const [, verb = '', id = ''] = /^(?:\/v[\d.]+)?\/containers\/(?:(create)$|([^/]+)\/(?:re)?start$)/.exec(request.path) ?? [];
    if (request.method !== 'POST' || (verb === '' && id === '')) return this.pass(request, call);
    if (verb !== '') return this.create(request, call);
    this.ports.ask(`/containers/${id}/json`, (container) => {
      const taken = request.path.endsWith('/restart') ? undefined : this.ports.taken(container);
      if (taken === undefined) this.pass(request, call);
      else refuse(call, 500, `Ports are not available: exposing port TCP ${taken} -> 127.0.0.1:0: listen tcp ${taken}: bind: address already in use`);
    });
  }

  private create(request: Request, call: Call): void {
    try {
      this.pass({ ...request, body: this.withPlacesOverThere(request.body) }, call);
    } catch (error) {
      if (!(error instanceof MountDenied)) throw error;
      refuse(call, 500, error.message);
    }
  }

  private pass({ method, path, query, headers, body, cause }: Request, call: Call): void {
    machineCode.get().forward(this.bridge, ENGINE, { method, path, query, headers, body, cause }, call, () => refuse(call, 503, 'the engine in the machine does not answer'));
  }

  /** What is no such document is passed on as it is: the engine has words for it. */
  private withPlacesOverThere(body: Uint8Array): Uint8Array {
    const document = parsed(body);
    const config = isJsonObject(document) ? document['HostConfig'] : undefined;
    if (!isJsonObject(document) || !isJsonObject(config)) return body;
    const { Binds, Mounts } = config;
    const changed: JsonObject = {
      ...config,
      ...(Array.isArray(Binds) && { Binds: Binds.map((bind: Json) => (typeof bind === 'string' && bind.startsWith('/') ? bind.replace(/^[^:]+/, (path) => this.placeOf(path)) : bind)) }),
      ...(Array.isArray(Mounts) && { Mounts: Mounts.map((mount: Json) => (isJsonObject(mount) && mount['Type'] === 'bind' && typeof mount['Source'] === 'string' ? { ...mount, Source: this.placeOf(mount['Source']) } : mount)) }),
    };
    return encodeUtf8(printJson({ ...document, HostConfig: changed }));
  }

  /** Of a path of the Mac in the machine; what only the machine has keeps its name. */
  private placeOf(path: string): string {
    const { files } = this.mac;
    let real = path;
    if (files.exists(path)) real = files.realpath(path);
    else if (/^\/(tmp|var)\//.test(path)) real = `/private${path}`;
    if (path.endsWith('/docker.sock')) return ENGINE.unix;
    if (SHARED.some((folder) => real === folder || real.startsWith(`${folder}/`))) return `/host_mnt${real}`;
    if (this.bridge.files.exists(path)) return path;
    throw new MountDenied(`Mounts denied: \nThe path ${path} is not shared from the host and is not known to Docker.\nYou can configure shared paths from Docker -> Preferences... -> Resources -> File Sharing.\nSee https://docs.docker.com/desktop/settings/mac/#file-sharing for more info.`);
  }
}

function refuse(call: Call, status: number, message: string): void {
  call.head(status, { 'content-type': 'application/json' });
  call.write(encodeUtf8(`${printJson({ message })}\n`));
  call.end();
}

function parsed(body: Uint8Array): Json {
  try {
    return parseJson(decodeUtf8(body));
  } catch (error) {
    if (error instanceof JsonError) return null;
    throw error;
  }
}
