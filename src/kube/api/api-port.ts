/**
 * What listens on the API server's port. It tells of the server's health by itself; every other request is for the door, whose code is
 * loaded with the first of them.
 */
import type { Call, Door, Request } from '../../base/index.ts';
import { OnDemandDoor } from '../../host/index.ts';
import type { ApiServer } from './api-server.ts';
import { answerHealth } from './door/health.ts';

export class ApiPort implements Door {
  /** The server behind the port: what a component's client holds instead of bytes. */
  readonly server: ApiServer;
  private readonly door: Door;

  constructor(server: ApiServer) {
    this.server = server;
    this.door = new OnDemandDoor(server, 'kube-apiserver', () => server.door);
  }

  open(request: Request, call: Call): void {
    if (request.peer.isPlain || !answerHealth(this.server, request, call)) this.door.open(request, call);
  }
}
