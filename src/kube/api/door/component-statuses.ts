/** ComponentStatuses: nobody keeps them. Who asks has the server ask the components themselves, over the network, how they are. */
import { decodeUtf8, type Call, type Request } from '../../../base/index.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';
import type { CallContext } from './call-context.ts';
import { answerObject, answerObjects } from './read.ts';
import type { ResourceRoute } from './route.ts';

interface Place {
  readonly name: string;
  readonly scheme: 'http' | 'https';
  readonly port: number;
  readonly path: string;
}

interface Finding {
  readonly isWell: boolean;
  readonly message: string;
}

export function answerComponentStatuses(context: CallContext, route: ResourceRoute): void {
  const { name } = route;
  const places = placesOf(context.server.release).filter((place) => name === undefined || place.name === name);
  if (name !== undefined && places.length === 0) return context.fail(new ApiStatus(500, '', `Component not found: ${name}`));
  const found: KubeObject[] = [];
  let left = places.length;
  places.forEach((place, i) => {
    look(context, place, (finding) => {
      found[i] = statusOf(place.name, finding);
      if (--left > 0) return;
      if (name === undefined) answerObjects(context, route, found, {});
      else answerObject(context, route, 200, found[0]!);
    });
  });
}

/** Until 1.22 it asked at the ports that need no certificate. */
function placesOf(release: Release): readonly Place[] {
  const isSecure = release.atLeast(22);
  const scheme = isSecure ? 'https' : 'http';
  return [
    { name: 'controller-manager', scheme, port: isSecure ? 10_257 : 10_252, path: '/healthz' },
    { name: 'scheduler', scheme, port: isSecure ? 10_259 : 10_251, path: '/healthz' },
    { name: 'etcd-0', scheme: 'https', port: 2379, path: '/health' },
  ];
}

function look(context: CallContext, place: Place, tell: (finding: Finding) => void): void {
  const { server } = context;
  const { scheme, port, path, name } = place;
  const certificate = name === 'etcd-0' ? server.etcdCertificate : undefined;
  const request: Request = { ...context.request, method: 'GET', path, query: new Map(), headers: {}, body: new Uint8Array(0), peer: { address: '127.0.0.1', ...(certificate !== undefined && { certificate }) } };
  let status = 0;
  let text = '';
  const call: Call = {
    head: (code) => void (status = code),
    write: (chunk) => ((text += decodeUtf8(chunk)), true),
    end: () => tell({ isWell: status === 200, message: status === 200 && name === 'etcd-0' && server.release.atLeast(28) ? 'ok' : text }),
    onInput() {},
    acceptInput() {},
    onClose() {},
    onDrain() {},
  };
  const url = `${scheme}://127.0.0.1:${port}${path}`;
  server.kubelets.dial('127.0.0.1', port, request, call, (why) => tell({ isWell: false, message: `Get ${server.release.atLeast(18) ? JSON.stringify(url) : url}: ${why}` }));
}

function statusOf(name: string, { isWell, message }: Finding): KubeObject {
  const conditions = [{ type: 'Healthy', status: isWell ? 'True' : 'False', message }];
  return { kind: 'ComponentStatus', apiVersion: 'v1', metadata: { name, creationTimestamp: null }, conditions } as unknown as KubeObject;
}
