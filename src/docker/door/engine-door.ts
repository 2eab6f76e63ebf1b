/** The door of the Engine API: finds the handler of a path, with or without a version in front, and puts refusals into documents. */
import type { Call, Door, Request } from '../../base/index.ts';
import { AmbiguousId, BuildError, DockerfileError, InvalidReference, RuntimeError } from '../../containers/index.ts';
import { FileError, TarError } from '../../files/index.ts';
import { badRequest, EngineError } from '../errors.ts';
import type { EngineRelease } from '../release.ts';
import { ApiCall } from './exchange.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** `*` stands for one name, `**` for one that may hold slashes, as images' do. */
  readonly path: string;
  readonly handle: (api: ApiCall) => void;
}

interface Compiled extends Route {
  readonly names: readonly string[];
}

const versionForm = /^\/v(\d+)\.(\d+)(?=\/)/;

export class EngineDoor implements Door {
  private readonly release: EngineRelease;
  private readonly routes: readonly Compiled[];

  constructor(release: EngineRelease, routes: readonly Route[]) {
    this.release = release;
    this.routes = routes.map((route) => ({ ...route, names: route.path.split('/') }));
  }

  open(request: Request, call: Call): void {
    const version = versionForm.exec(request.path);
    const path = version ? request.path.slice(version[0].length) : request.path;
    const { release } = this;
    const headers = { 'api-version': release.apiVersion, 'docker-experimental': 'false', ostype: 'linux', server: `Docker/${release.version} (linux)` };
    const found = this.find(request.method, path);
    const api = new ApiCall(request, call, found?.parts ?? [], headers);
    api.onFailure = guard;
    guard(
      () => {
        if (version) checkVersion(Number(version[1]), Number(version[2]), release);
        if (!found) throw new EngineError(404, 'page not found');
        found.route.handle(api);
      },
      (error) => api.fail(error),
    );
  }

  private find(method: string, path: string): { route: Route; parts: readonly string[] } | undefined {
    const names = path.split('/');
    for (const route of this.routes) {
      if (route.method !== method) continue;
      const parts = match(route.names, names);
      if (parts) return { route, parts: parts.map(decode) };
    }
    return undefined;
  }
}

/** What stands for the stars; undefined when the path is another. */
function match(pattern: readonly string[], names: readonly string[]): string[] | undefined {
  const at = pattern.indexOf('**');
  const extra = names.length - pattern.length;
  if (extra < 0 || (extra > 0 && at < 0)) return undefined;
  const parts: string[] = [];
  for (let i = 0, j = 0; i < pattern.length; i++, j++) {
    const wanted = pattern[i]!;
    if (wanted === '**') {
      parts.push(names.slice(j, j + extra + 1).join('/'));
      j += extra;
    } else if (wanted === '*') parts.push(names[j]!);
    else if (wanted !== names[j]) return undefined;
  }
  return parts;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function checkVersion(major: number, minor: number, release: EngineRelease): void {
  const wanted = `${major}.${minor}`;
  const [, max = '0'] = release.apiVersion.split('.');
  const [, min = '0'] = release.minApiVersion.split('.');
  if (major > 1 || minor > Number(max)) throw badRequest(`client version ${wanted} is too new. Maximum supported API version is ${release.apiVersion}`);
  if (major < 1 || minor < Number(min)) throw badRequest(`client version ${wanted} is too old. Minimum supported API version is ${release.minApiVersion}, please upgrade your client to a newer version`);
}

function guard(act: () => void, refuse: (error: EngineError) => void): void {
  try {
    act();
  } catch (error) {
    refuse(asRefusal(error));
  }
}

/** What a lower room refused, with the status that Docker gives it. Anything else is a fault of ours and goes on up. */
function asRefusal(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  if (error instanceof InvalidReference || error instanceof BuildError || error instanceof DockerfileError) return badRequest(error.message);
  if (error instanceof AmbiguousId) return new EngineError(404, error.message);
  if (error instanceof RuntimeError) return new EngineError(error.kind === 'not-found' ? 404 : error.kind === 'state' ? 409 : error.kind === 'mount' ? 400 : 500, error.message);
  if (error instanceof FileError || error instanceof TarError) return new EngineError(500, error.message);
  throw error;
}
